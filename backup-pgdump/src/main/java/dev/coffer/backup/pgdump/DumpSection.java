package dev.coffer.backup.pgdump;

/**
 * The sections that pg_dump divides a database into, in the order in which they are restored.
 *
 * @see <a href="https://www.postgresql.org/docs/current/app-pgdump.html">PostgreSQL: pg_dump, --section</a>
 */
public enum DumpSection {
    /** Tables, types, functions and everything else that rows need. */
    PRE_DATA("pre-data", 2),
    /** Rows, large objects and the state of sequences. */
    DATA("data", 3),
    /** Indexes, triggers, rules, and constraints other than checks. */
    POST_DATA("post-data", 4);

    private final String option;
    private final int number;

    DumpSection(String option, int number) {
        this.option = option;
        this.number = number;
    }

    /** As the tools call it. */
    String option() {
        return option;
    }

    /** As a table of contents has it. */
    int number() {
        return number;
    }
}
