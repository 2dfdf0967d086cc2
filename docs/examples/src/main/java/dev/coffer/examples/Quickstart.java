package dev.coffer.examples;

/** Backs up a sample database, restores it beside itself and compares the two. */
public final class Quickstart {
    private Quickstart() {}

    /**
     * Runs the quickstart.
     *
     * @param args not read
     */
    public static void main(String[] args) {
        System.err.println("The quickstart is not written yet.");
        System.exit(1);
    }
}
