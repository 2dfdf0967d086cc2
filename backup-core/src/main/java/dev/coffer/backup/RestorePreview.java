package dev.coffer.backup;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Locale;

/**
 * What {@link RestorePlan#run} would do, by the same decision; nothing has been changed. {@link #toString} gives it as text for
 * people, a line for each step.
 *
 * @param objects what would happen to each object of the schema, in order: drops first, then what is created, then what stays
 * @param tables what would happen to the rows of each table, in the order of loading
 * @param largeObjects how many large objects of the backup would be offered to the target
 * @param sequences how many sequences would be set
 * @param oneTransaction whether it would be all or nothing; otherwise a failure removes what the run made, or names what is left
 * @param proof what was verified, such as {@code "manifest, SHA-256 of 5 files"}
 * @param skips what would be left out, and why
 * @param warnings what a reader should know
 */
public record RestorePreview(
        List<ObjectStep> objects,
        List<TableStep> tables,
        long largeObjects,
        int sequences,
        boolean oneTransaction,
        String proof,
        List<Skip> skips,
        List<String> warnings) {
    public RestorePreview {
        objects = List.copyOf(objects);
        tables = List.copyOf(tables);
        requireNonNull(proof, "proof");
        skips = List.copyOf(skips);
        warnings = List.copyOf(warnings);
    }

    /** What happens to an object of the schema. */
    public enum ObjectAction {
        /** It exists and goes, to be created again. */
        DROP,
        /** It is created, or for a materialized view its rows are. */
        CREATE,
        /** It exists and stays as it is. */
        KEEP,
        /** It exists and stays as it is, though the backup would make it otherwise. */
        KEEP_DIFFERENT
    }

    /**
     * A step of the schema.
     *
     * @param object such as {@code view public.film_list}
     */
    public record ObjectStep(String object, ObjectAction action) {
        public ObjectStep {
            requireNonNull(object, "object");
            requireNonNull(action, "action");
        }
    }

    /** What happens to the rows of a table. */
    public enum TableAction {
        /** They come into a table that is created, or that is empty. */
        LOAD,
        /** The table loses the rows that it has, and gets those of the backup. */
        REPLACE,
        /** They come beside those that are there. */
        APPEND,
        /** They come beside those that are there, or over those with the same key. */
        UPSERT,
        /** Those whose key is not there come beside those that are. */
        SKIP
    }

    /**
     * A step of the rows.
     *
     * @param table the table, by its name in the backup
     * @param rows how many rows the backup holds of it
     * @param there how many rows the table holds now; 0 where it does not exist
     */
    public record TableStep(TableName table, TableAction action, long rows, long there) {
        public TableStep {
            requireNonNull(table, "table");
            requireNonNull(action, "action");
        }
    }

    /** The rows of the backup that would be offered to tables. */
    public long rows() {
        return tables.stream().mapToLong(TableStep::rows).sum();
    }

    /** How many objects would meet this. */
    public long count(ObjectAction action) {
        return objects.stream().filter(step -> step.action() == action).count();
    }

    /** A line for each step, and a first one that counts. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "restore of %d tables with %d rows in %s; %d objects to drop, %d to create, %d to keep%n",
                tables.size(),
                rows(),
                oneTransaction ? "one transaction" : "several transactions",
                count(ObjectAction.DROP),
                count(ObjectAction.CREATE),
                count(ObjectAction.KEEP) + count(ObjectAction.KEEP_DIFFERENT)));
        objects.stream()
                .filter(step -> step.action() == ObjectAction.DROP)
                .forEach(step -> line(text, "drop", step.object()));
        objects.stream()
                .filter(step -> step.action() == ObjectAction.CREATE)
                .forEach(step -> line(text, "create", step.object()));
        objects.stream()
                .filter(step -> step.action() == ObjectAction.KEEP)
                .forEach(step -> line(text, "keep", step.object()));
        objects.stream()
                .filter(step -> step.action() == ObjectAction.KEEP_DIFFERENT)
                .forEach(step -> line(text, "keep", step.object() + ", which the backup has otherwise"));
        tables.forEach(step -> rows(text, step));
        if (largeObjects > 0) {
            line(text, "load", largeObjects + (largeObjects == 1 ? " large object" : " large objects"));
        }
        if (sequences > 0) {
            line(text, "set", sequences + (sequences == 1 ? " sequence" : " sequences"));
        }
        skips.forEach(skip -> line(text, "skip", skip.toString()));
        warnings.forEach(warning -> line(text, "note", warning));
        return text.toString();
    }

    private static void rows(StringBuilder text, TableStep step) {
        String table = "table " + step.table() + ": ";
        switch (step.action()) {
            case LOAD -> line(text, "load", table + step.rows() + " rows");
            case REPLACE -> {
                line(text, "empty", table + step.there() + " rows");
                line(text, "load", table + step.rows() + " rows");
            }
            case APPEND -> line(text, "append", table + step.rows() + " rows to " + step.there());
            case UPSERT -> line(text, "upsert", table + step.rows() + " rows among " + step.there());
            case SKIP ->
                line(text, "add", table + "those of " + step.rows() + " rows whose key is not among " + step.there());
        }
    }

    private static void line(StringBuilder text, String verb, String what) {
        text.append(String.format(Locale.ROOT, "  %-7s %s%n", verb, what));
    }
}
