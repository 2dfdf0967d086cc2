package dev.coffer.backup.internal.connect;

import java.nio.file.Path;
import java.util.Map;

/**
 * What a connection string is completed from.
 *
 * @param environment the environment variables
 * @param home where the password file and the certificates lie unless the environment says otherwise
 * @param osUser who connects unless somebody is named
 */
record Surroundings(Map<String, String> environment, Path home, String osUser) {

    static Surroundings ofProcess() {
        return new Surroundings(
                System.getenv(), Path.of(System.getProperty("user.home")), System.getProperty("user.name"));
    }

    Surroundings with(Map<String, String> otherEnvironment) {
        return new Surroundings(otherEnvironment, home, osUser);
    }
}
