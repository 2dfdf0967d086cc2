package dev.coffer.backup.internal.catalogue;

import dev.coffer.backup.internal.connect.Session;
import java.sql.SQLException;

/**
 * Reads the catalogue of a database, in a number of queries that does not depend on the number of objects.
 *
 * <p>The server's {@code pg_get_*def} functions see the newest state whatever the snapshot (P1). So the catalogue is read
 * without locks, together with a fingerprint of the rows it came from; the backup takes locks and snapshot afterwards,
 * reads the fingerprint again inside the snapshot, and starts again if it differs.
 */
@SuppressWarnings({"unused", "DoNotCallSuggester"}) // goes with the stubs
public final class CatalogueReader {
    private CatalogueReader() {}

    /** Reads everything; the session must be in a REPEATABLE READ transaction with the pins set. */
    public static LiveCatalogue read(Session session) throws SQLException {
        throw new UnsupportedOperationException("being written");
    }

    /** A SELECT of one row and one column with the fingerprint, for use in a batch with other statements. */
    public static String fingerprintSql(int serverVersion) {
        throw new UnsupportedOperationException("being written");
    }
}
