package dev.coffer.testsupport;

/** Why tests skip, in one form each, because {@code .ci/run} reads them. */
final class Needs {
    static final String CORPORA = "needs corpora: no ../shared beside the checkout";

    private Needs() {}

    static String tool(String program) {
        return "needs tool " + program + ": not on the PATH";
    }

    static String server(int major) {
        return "needs server " + major + ": fetched with COFFER_SERVERS=all, where there is one for this platform";
    }
}
