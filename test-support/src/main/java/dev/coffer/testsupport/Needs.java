package dev.coffer.testsupport;

/** Why tests skip, in one form each, because {@code .ci/run} reads them. */
final class Needs {
    static final String CORPORA = "needs corpora: no ../shared beside the checkout";
    static final String CONTAINERS = "needs containers: no container engine answers";

    private Needs() {}

    static String tool(String program) {
        return "needs tool " + program + ": not on the PATH";
    }

    static String image(String name) {
        return "needs containers: the image " + name + " is not there and cannot be fetched";
    }

    static String server(int major) {
        return "needs server " + major + ": fetched with COFFER_SERVERS=all, where there is one for this platform";
    }

    /** Nothing that a machine could have: not worded as a need. */
    static String feature(int major, String name, int since) {
        return "PostgreSQL " + major + " has no " + name + ", which came with " + since;
    }
}
