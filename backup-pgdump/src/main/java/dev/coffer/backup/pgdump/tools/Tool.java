package dev.coffer.backup.pgdump.tools;

/** A program that is run. */
public enum Tool {
    PG_DUMP("pg_dump"),
    PG_RESTORE("pg_restore"),
    PSQL("psql");

    private final String program;

    Tool(String program) {
        this.program = program;
    }

    /** The program's name, without the suffix that Windows gives it. */
    public String program() {
        return program;
    }

    @Override
    public String toString() {
        return program;
    }
}
