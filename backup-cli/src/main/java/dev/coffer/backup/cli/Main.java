package dev.coffer.backup.cli;

/** Entry point of {@code coffer.jar}. */
public final class Main {
    private Main() {}

    /**
     * Prints the version.
     *
     * @param args not read yet
     */
    public static void main(String[] args) {
        System.out.println("coffer " + Main.class.getPackage().getImplementationVersion());
    }
}
