package dev.coffer.backup.cli;

import dev.coffer.backup.Existing;
import dev.coffer.backup.Problem;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The library's hints name methods of the API; whoever works in a shell is told the option that does the same. */
final class ShellWords {
    private static final Map<String, String> OPTIONS = new LinkedHashMap<>();

    static {
        OPTIONS.put("with intoNewDatabase(server, name)", "with --create-db NAME");
        OPTIONS.put("intoNewDatabase(server, name)", "--create-db NAME");
        OPTIONS.put("with connections(n)", "with --jobs N");
        OPTIONS.put("with lockTimeout(…)", "with --lock-timeout SECONDS");
        OPTIONS.put("with lockTimeout", "with --lock-timeout SECONDS");
        OPTIONS.put("leave out strict() and look at skips()", "leave out --strict and look at what is skipped");
        OPTIONS.put("not calling strict()", "leaving out --strict");
        OPTIONS.put("TableSelection.allowNoMatch()", "--allow-no-match");
        OPTIONS.put("TableSelection.exclude(…)", "--exclude PATTERN");
        OPTIONS.put("leave the table out with tables(…)", "leave the table out with --exclude PATTERN");
        OPTIONS.put("leave these tables out with tables(…)", "leave these tables out with --exclude PATTERN");
        OPTIONS.put("intoTable(…)", "--into TABLE");
        OPTIONS.put("give the strategy CsvDialect.excel().separator(…)", "give --separator CHARACTER");
        OPTIONS.put("unsafeSql(…)", "--where TABLE=CONDITION");
        OPTIONS.put("allowPartial()", "--allow-partial");
        OPTIONS.put("UPSERT or SKIP", "upsert or skip");
        for (Existing existing : Existing.values()) {
            OPTIONS.put(
                    "existing(Existing." + existing + ")",
                    "--existing " + existing.name().toLowerCase(Locale.ROOT));
        }
        OPTIONS.put("existing(…)", "--existing POLICY");
        OPTIONS.put("JsonRestoreStrategy.builder().acceptEdited()", "--accept-edited");
        OPTIONS.put("jobs(n)", "--jobs N");
        OPTIONS.put(
                "nothing, if it can be done without; strict() makes",
                "nothing, if it can be done without; --strict makes");
        OPTIONS.put("or do without; strict() makes", "or do without; --strict makes");
        OPTIONS.put("compressed ones (gzip)", "compressed ones (--gzip)");
        OPTIONS.put("sourceSearchPath()", "--source-search-path");
        OPTIONS.put(
                "leave out scope(…), owners(), grants() and databaseSettings(), or untrusted()",
                "leave out --schema-only, --owners, --grants and --database-settings, or --untrusted");
        OPTIONS.put("a RestorePlan with untrusted()", "coffer restore --untrusted");
        OPTIONS.put("untrusted()", "--untrusted");
        OPTIONS.put("with to(…)", "with --to DIR");
        OPTIONS.put("or give connections(n)", "or give --jobs N");
        OPTIONS.put("leave out exclusive()", "leave out --exclusive");
        OPTIONS.put("with copyTo(…)", "with coffer copy");
        OPTIONS.put("name(…)", "--name NAME");
        OPTIONS.put("scope(Scope.SCHEMA_ONLY)", "--schema-only");
        OPTIONS.put("Backup.list(…) finds", "coffer list DIR finds");
        OPTIONS.put("the one of to(…)", "the one of --to");
        OPTIONS.put("Backup.open(archive).copyTo(folder)", "coffer copy ARCHIVE DIR");
        OPTIONS.put("that archiveTo(…) made", "that coffer archive made");
        OPTIONS.put("leave incremental(…) or base(…) out", "leave out --incremental or --base");
        OPTIONS.put("and restore with into(…)", "and restore without --create-db");
        OPTIONS.put(
                "or restore into it with into(…) if it is empty",
                "or restore into it, if it is empty, without --create-db");
        OPTIONS.put("or use DumpCompression.gzip()", "or use --gzip");
        OPTIONS.put("or name their folder with tools(Path)", "or put their folder on the PATH");
        OPTIONS.put("and name their folder with tools(Path) if they are not found", "and put their folder on the PATH");
        OPTIONS.put(
                "call PgRestoreStrategy.builder().owners() and privileges(), or restore with JsonRestoreStrategy or"
                        + " CsvRestoreStrategy",
                "restore with --format json or --format csv");
        OPTIONS.put("without the shrink guard", "without --fail-shrink");
        OPTIONS.put("keepLast must", "--keep-last must");
        OPTIONS.put("connections must", "--jobs must");
        OPTIONS.put("RestorePlan.builder().from(path)", "coffer restore FILE");
        OPTIONS.put("Backup.open(directory)", "coffer restore DIRECTORY");
    }

    private ShellWords() {}

    static Problem of(Problem problem) {
        String hint = problem.hint();
        if (hint == null) {
            return problem;
        }
        return problem.hint(of(hint));
    }

    static String of(String hint) {
        String words = hint;
        for (Map.Entry<String, String> option : OPTIONS.entrySet()) {
            words = words.replace(option.getKey(), option.getValue());
        }
        return words;
    }
}
