package dev.coffer.examples;

import dev.coffer.backup.Backup;
import dev.coffer.backup.BackupException;
import dev.coffer.backup.BackupPlan;
import dev.coffer.backup.BackupReport;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.RestorePlan;
import dev.coffer.backup.RestoreReport;
import dev.coffer.backup.RestoreStrategy;
import dev.coffer.backup.TableName;
import dev.coffer.backup.csv.CsvRestoreStrategy;
import dev.coffer.backup.csv.CsvTableExporter;
import dev.coffer.backup.json.JsonRestoreStrategy;
import dev.coffer.backup.json.JsonTableExporter;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Backs up a database as JSON and CSV, restores each into an empty database of an embedded server, and says whether what came
 * back is what was there. Without {@code POSTGRES_URL} it takes a sample database; with it, the database that the variable
 * names, which is only read.
 */
public final class Quickstart {
    private final PrintStream out;
    private final Path folder;

    private Quickstart(Path folder, PrintStream out) {
        this.folder = folder;
        this.out = out;
    }

    /**
     * Runs the quickstart. Exits with 1 when anything fails.
     *
     * @param args none
     */
    public static void main(String[] args) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        try {
            run(System.getenv("POSTGRES_URL"), Path.of("database_backups"), out);
        } catch (BackupException e) {
            fail(e.problem().toString());
        } catch (IOException | SQLException | DifferentException e) {
            fail(String.valueOf(e.getMessage()));
        }
    }

    private static void fail(String message) {
        System.err.println("quickstart: " + message);
        System.exit(1);
    }

    static void run(@Nullable String url, Path folder, PrintStream out) throws IOException, SQLException {
        Quickstart quickstart = new Quickstart(folder, out);
        try (EmbeddedServer server = EmbeddedServer.start()) {
            if (url == null || url.isBlank()) {
                quickstart.sample(server);
            } else {
                quickstart.rehearsal(url, server);
            }
        }
    }

    private void sample(EmbeddedServer server) throws SQLException {
        String sample = server.createDatabase("sample");
        DatabaseFingerprint before;
        try (Connection connection = server.connect("sample")) {
            SampleDatabase.create(connection);
            before = DatabaseFingerprint.of(connection);
            tell("sample", "of every kind of column, in an embedded PostgreSQL %s", server.version());
        }
        Backup backup = backUp(sample, "sample");
        requireSame(before, restore(backup, JsonRestoreStrategy.create(), server, "from_json"));
        tell("from JSON", "restored: identical (%s)", size(before));
        requireSame(before, restore(backup, CsvRestoreStrategy.create(), server, "from_csv"));
        tell("from CSV", "restored: identical (%s)", size(before));
    }

    private void rehearsal(String url, EmbeddedServer server) throws SQLException {
        tell("source", "%s", PostgresDatabase.of(url));
        Backup backup = backUp(url, "backup");
        DatabaseFingerprint json = restore(backup, JsonRestoreStrategy.create(), server, "from_json");
        tell(
                "from JSON",
                "restored: every row is there, in an embedded PostgreSQL %s (%s)",
                server.version(),
                size(json));
        requireSame(json, restore(backup, CsvRestoreStrategy.create(), server, "from_csv"));
        tell("from CSV", "restored: identical with that");
    }

    private Backup backUp(String url, String name) {
        BackupReport report = BackupPlan.builder()
                .source(PostgresDatabase.of(url))
                .export(JsonTableExporter.create(), CsvTableExporter.create())
                .to(folder)
                .name(name)
                .build()
                .run();
        report.skips().forEach(skip -> tell("skipped", "%s", skip));
        tell(
                "backup",
                "%,d tables, %,d rows; %,d files, %,d kB: %s",
                report.tables().size(),
                report.rows(),
                report.files().size(),
                report.bytes() / 1_000,
                report.directory());
        return Backup.open(report.directory());
    }

    private DatabaseFingerprint restore(Backup backup, RestoreStrategy strategy, EmbeddedServer server, String name)
            throws SQLException {
        RestoreReport report = RestorePlan.builder()
                .from(backup)
                .strategy(strategy)
                .into(PostgresDatabase.of(server.createDatabase(name)))
                .build()
                .run();
        report.skips().forEach(skip -> tell("skipped", "%s", skip));
        requireSameRows(backup, report);
        try (Connection connection = server.connect(name)) {
            return DatabaseFingerprint.of(connection);
        }
    }

    private static void requireSameRows(Backup backup, RestoreReport report) {
        Map<TableName, Long> restored = report.tables().stream()
                .collect(Collectors.toMap(RestoreReport.Table::name, RestoreReport.Table::rows));
        Map<TableName, Long> saved =
                backup.tables().stream().collect(Collectors.toMap(BackupReport.Table::name, BackupReport.Table::rows));
        if (!restored.equals(saved)) {
            throw new DifferentException(List.of("the number of rows of some tables"));
        }
    }

    private static void requireSame(DatabaseFingerprint expected, DatabaseFingerprint found) {
        List<String> differences = expected.differencesTo(found);
        if (!differences.isEmpty()) {
            throw new DifferentException(differences);
        }
    }

    private static String size(DatabaseFingerprint fingerprint) {
        return String.format(
                Locale.ROOT,
                "the rows of %d tables and views, %d sequences, %d definitions",
                fingerprint.tables(),
                fingerprint.sequences(),
                fingerprint.definitions());
    }

    private void tell(String what, String format, Object... values) {
        out.println(String.format(Locale.ROOT, "%-11s", what) + String.format(Locale.ROOT, format, values));
    }

    /** What came back is not what was there. */
    private static final class DifferentException extends RuntimeException {
        private static final long serialVersionUID = 1;

        DifferentException(List<String> differences) {
            super(differences.stream()
                    .limit(20)
                    .collect(Collectors.joining("\n  ", "the restored database differs:\n  ", "")));
        }
    }
}
