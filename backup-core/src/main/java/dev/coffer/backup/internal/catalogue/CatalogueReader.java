package dev.coffer.backup.internal.catalogue;

import dev.coffer.backup.internal.connect.Session;
import dev.coffer.backup.internal.schema.SchemaReader;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads the catalogue of a database, in a number of queries that does not depend on the number of objects.
 *
 * <p>The server's {@code pg_get_*def} functions see the newest state whatever the snapshot (P1). So the catalogue is read
 * without locks, together with a fingerprint of the rows it came from; the backup takes locks and snapshot afterwards,
 * reads the fingerprint again inside the snapshot, and starts again if it differs.
 */
public final class CatalogueReader {
    private CatalogueReader() {}

    /**
     * Reads everything; the session must be in a REPEATABLE READ transaction with the pins set, an empty search_path among
     * them.
     */
    public static LiveCatalogue read(Session session) throws SQLException {
        SchemaReader schemaReader = new SchemaReader(session.serverVersion());
        List<String> queries = new ArrayList<>();
        queries.add(schemaReader.fingerprintSql());
        queries.add(ServerQuery.sql());
        queries.addAll(TableQueries.all());
        int first = queries.size();
        queries.addAll(schemaReader.queries());
        List<List<@Nullable String[]>> results = session.query(String.join(";\n", queries));
        if (results.size() != queries.size()) {
            throw new IllegalStateException(
                    "the server answered " + results.size() + " of " + queries.size() + " catalogue queries");
        }

        ServerInfo server = ServerQuery.read(results.get(1).get(0), session);
        TableQueries tables = new TableQueries(results.subList(2, first));
        SchemaReader.Schema schema = schemaReader.read(results.subList(first, results.size()));
        List<LiveTable> live = tables.tables();
        Catalogue catalogue = new Catalogue(
                server,
                live.stream().map(LiveTable::table).toList(),
                schema.entries(),
                schema.rights(),
                List.of(),
                List.of(),
                tables.largeObjects(),
                schema.skipped(),
                schema.warnings());
        String fingerprint = Objects.requireNonNull(results.get(0).get(0)[0]);
        return new LiveCatalogue(catalogue, live, tables.sequences(), fingerprint);
    }

    /** A SELECT of one row and one column with the fingerprint, for use in a batch with other statements. */
    public static String fingerprintSql(int serverVersion) {
        return new SchemaReader(serverVersion).fingerprintSql();
    }
}
