package dev.coffer.backup.internal.schema;

import dev.coffer.backup.Skip;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
     * @param skipped what the database holds and no entry creates
     * @param warnings sentences for the report
     */
    public record Schema(List<SchemaEntry> entries, List<Skip> skipped, List<String> warnings) {}

    /** The SELECTs to send, in this order; always as many, whatever the database holds. */
    public List<String> queries() {
        List<String> queries = new ArrayList<>();
        queries.add(Dependencies.QUERY);
        for (ObjectKind kind : ObjectKinds.ALL) {
            queries.addAll(kind.queries(serverVersion));
        }
        return queries;
    }

    /** A SELECT of one value that changes when any row of the catalogue changes that entries are made from. */
    public String fingerprintSql() {
        return Fingerprint.sql(ObjectKinds.ALL.stream()
                .flatMap(kind -> kind.catalogs().stream())
                .distinct()
                .sorted()
                .toList());
    }

    /**
     * Makes entries of what the server answered.
     *
     * @param results the rows of each of {@link #queries()}
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
            next += count;
        }
        Map<Draft, Set<Draft>> needs = Dependencies.resolve(rows(results.get(0)), drafts);
        List<SchemaEntry> entries = EntryOrder.entries(drafts, needs);
        return new Schema(entries, drafts.skips(), drafts.warnings());
    }

    private static List<ResultRow> rows(List<@Nullable String[]> result) {
        return result.stream().map(ResultRow::new).toList();
    }
}
