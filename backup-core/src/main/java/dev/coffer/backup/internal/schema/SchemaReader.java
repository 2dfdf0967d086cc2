package dev.coffer.backup.internal.schema;

import dev.coffer.backup.Skip;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the schema of a database: the queries to send, and what their results mean. */
public final class SchemaReader {
    private final int serverVersion;

    /** @param serverVersion {@code server_version_num} */
    public SchemaReader(int serverVersion) {
        this.serverVersion = serverVersion;
    }

    /**
     * What was read.
     *
     * @param entries in the order in which they are to be created, pre-data before post-data
     * @param rights owners, grants and what is set for the database, in the order in which they are to be run after these
     * @param skipped what the database holds and no entry creates
     * @param warnings sentences for the report
     */
    public record Schema(
            List<SchemaEntry> entries, List<SchemaEntry> rights, List<Skip> skipped, List<String> warnings) {}

    /** The SELECTs to send, in this order; always as many, whatever the database holds. */
    public List<String> queries() {
        List<String> queries = new ArrayList<>();
        queries.add(DependencyLinks.QUERY);
        for (ObjectKind kind : ObjectKinds.ALL) {
            queries.addAll(kind.queries(serverVersion));
        }
        queries.addAll(RightsReader.queries());
        return queries;
    }

    /** A SELECT of one value that changes when any row of the catalogue changes that entries are made from. */
    public String fingerprintSql() {
        return Fingerprint.sql(Stream.concat(
                        ObjectKinds.ALL.stream().flatMap(kind -> kind.catalogs().stream()),
                        Stream.of("pg_database", "pg_db_role_setting", "pg_default_acl"))
                .distinct()
                .sorted()
                .toList());
    }

    /**
     * Makes entries of what the server answered.
     *
     * @param results the rows of each of {@link #queries()}; let go of one after the other, since they may be many
     */
    public Schema read(List<List<@Nullable String[]>> results) {
        Drafts drafts = new Drafts();
        int next = 1;
        for (ObjectKind kind : ObjectKinds.ALL) {
            int count = kind.queries(serverVersion).size();
            drafts.nextKind();
            kind.read(
                    results.subList(next, next + count).stream()
                            .map(SchemaReader::rows)
                            .toList(),
                    drafts);
            results.subList(next, next + count).replaceAll(done -> List.of());
            next += count;
        }
        DependencyLinks depends = new DependencyLinks(rows(results.get(0)));
        List<Skip> skips = new ArrayList<>(drafts.skips());
        List<SchemaEntry> entries = new LeftOut(skips)
                .keep(EntryOrder.entries(drafts, Dependencies.resolve(depends, drafts)), SchemaReader::notOne);
        List<SchemaEntry> rights = RightsReader.read(
                results.subList(next, results.size()).stream()
                        .map(SchemaReader::rows)
                        .toList(),
                drafts,
                Dependencies.of(depends, drafts),
                entries);
        // The order in which a server finds them says nothing.
        return new Schema(
                entries,
                rights,
                skips.stream()
                        .sorted(Comparator.comparing(Skip::object).thenComparing(Skip::reason))
                        .toList(),
                drafts.warnings().stream().sorted().toList());
    }

    /**
     * What a server prints of a definition can be more than a definition: the first argument of EXTRACT stands there as somebody wrote
     * it (F32). Nothing of that may reach a file that somebody runs.
     */
    private static @Nullable String notOne(SchemaEntry entry) {
        boolean suspicious = false;
        for (String statement : entry.statements()) {
            suspicious |= statement.contains("EXTRACT(") || statement.contains("extract(");
        }
        return suspicious && StatementGrammar.objection(entry) != null
                ? "the server prints a definition of it that would do something else when it is run"
                : null;
    }

    private static List<ResultRow> rows(List<@Nullable String[]> result) {
        return result.stream().map(ResultRow::new).toList();
    }
}
