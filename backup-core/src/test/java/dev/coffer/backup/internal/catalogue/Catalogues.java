package dev.coffer.backup.internal.catalogue;

import dev.coffer.backup.internal.connect.ConnectionSource;
import dev.coffer.backup.internal.connect.Pins;
import dev.coffer.backup.internal.connect.Session;
import dev.coffer.backup.internal.schema.SchemaEntry;
import dev.coffer.testsupport.TestDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads catalogues for tests the way a backup does, and makes schemas of them the way a restore does. */
final class Catalogues {
    private Catalogues() {}

    static LiveCatalogue read(TestDatabase database) {
        return read(database.uri());
    }

    static LiveCatalogue read(String uri) {
        try (Session session = ConnectionSource.ofUrl(uri).open()) {
            begin(session);
            return CatalogueReader.read(session);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    static String fingerprint(TestDatabase database) {
        try (Session session = ConnectionSource.ofUrl(database.uri()).open()) {
            begin(session);
            return session.query(CatalogueReader.fingerprintSql(session.serverVersion()))
                    .get(0)
                    .get(0)[0];
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    static void begin(Session session) throws SQLException {
        session.execute(Pins.BEGIN_BACKUP + ";" + Pins.forBackup(session.serverVersion(), Duration.ofSeconds(10)));
    }

    /** Creates everything, pre-data and post-data, in one transaction. */
    static void create(Catalogue catalogue, TestDatabase in) {
        try (Session session = ConnectionSource.ofUrl(in.uri()).open()) {
            session.execute(
                    Pins.BEGIN_RESTORE + ";" + Pins.forRestore(session.serverVersion(), Duration.ofSeconds(10)));
            for (SchemaEntry entry : catalogue.entries()) {
                if (entry.ofData()) {
                    session.execute("SELECT lo_create(" + entry.identity().replace("LARGE OBJECT ", "") + ")");
                }
                for (String statement : entry.statements()) {
                    try {
                        session.execute(statement);
                    } catch (SQLException e) {
                        throw new IllegalStateException(entry.id() + ": " + statement, e);
                    }
                }
            }
            session.execute("COMMIT");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The entries that only one of them has. */
    static List<String> differences(Catalogue first, Catalogue second) {
        List<String> differences = new ArrayList<>();
        Set<SchemaEntry> one = new HashSet<>(first.entries());
        Set<SchemaEntry> other = new HashSet<>(second.entries());
        first.entries().stream().filter(e -> !other.contains(e)).forEach(e -> differences.add("< " + e));
        second.entries().stream().filter(e -> !one.contains(e)).forEach(e -> differences.add("> " + e));
        return differences;
    }
}
