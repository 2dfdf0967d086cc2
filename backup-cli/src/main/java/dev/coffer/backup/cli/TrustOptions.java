package dev.coffer.backup.cli;

import dev.coffer.backup.RestorePlan;
import picocli.CommandLine.Option;

/** Whether a backup is trusted, and what of it comes back only by request. */
final class TrustOptions {
    @Option(names = "--owners", description = "Give objects to the roles that owned them.")
    private boolean owners;

    @Option(names = "--grants", description = "Grant what was granted, and set default privileges.")
    private boolean grants;

    @Option(names = "--database-settings", description = "Set what was set for the database as a whole.")
    private boolean databaseSettings;

    @Option(names = "--extension-versions", description = "Install extensions in the versions that they had.")
    private boolean extensionVersions;

    @Option(
            names = "--source-search-path",
            description = "Let functions find names without a schema where they found them in the source.")
    private boolean sourceSearchPath;

    @Option(
            names = "--untrusted",
            description = "Load the rows alone, into tables that exist, and run nothing that the backup says.")
    private boolean untrusted;

    void apply(RestorePlan.Builder plan) {
        if (owners) {
            plan.owners();
        }
        if (grants) {
            plan.grants();
        }
        if (databaseSettings) {
            plan.databaseSettings();
        }
        if (extensionVersions) {
            plan.extensionVersions();
        }
        if (sourceSearchPath) {
            plan.sourceSearchPath();
        }
        if (untrusted) {
            plan.untrusted();
        }
    }
}
