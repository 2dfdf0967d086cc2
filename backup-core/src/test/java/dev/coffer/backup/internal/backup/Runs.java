package dev.coffer.backup.internal.backup;

import dev.coffer.backup.BackupReport;
import dev.coffer.backup.Condition;
import dev.coffer.backup.ProgressListener;
import dev.coffer.backup.TableExporter;
import dev.coffer.backup.TableSelection;
import dev.coffer.backup.internal.connect.ConnectionSource;
import dev.coffer.testsupport.TestDatabase;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.postgresql.PGConnection;

/** A plan for a test, with what tests vary. */
final class Runs {
    private final Path root;
    private ConnectionSource source;
    private List<TableExporter> exporters = List.of(MemoryExporter.create());
    private TableSelection selection = TableSelection.all();
    private final Map<String, Condition> conditions = new LinkedHashMap<>();
    private final List<String> excludedData = new ArrayList<>();
    private int connections = 4;
    private Duration lockTimeout = Duration.ofSeconds(60);
    private boolean strict;
    private ProgressListener listener = ProgressListener.NONE;
    private Tuning tuning = Tuning.DEFAULT;

    private Runs(Path root, ConnectionSource source) {
        this.root = root;
        this.source = source;
    }

    static Runs of(String uri, Path root) {
        return new Runs(root, ConnectionSource.ofUrl(uri));
    }

    static Runs of(TestDatabase database, Path root) {
        return new Runs(root, ConnectionSource.ofUrl(database.uri()));
    }

    Runs source(ConnectionSource source) {
        this.source = source;
        return this;
    }

    Runs to(TableExporter... exporters) {
        this.exporters = List.of(exporters);
        return this;
    }

    Runs tables(TableSelection selection) {
        this.selection = selection;
        return this;
    }

    Runs where(String table, Condition condition) {
        conditions.put(table, condition);
        return this;
    }

    Runs excludeData(String... patterns) {
        excludedData.addAll(List.of(patterns));
        return this;
    }

    Runs connections(int connections) {
        this.connections = connections;
        return this;
    }

    Runs lockTimeout(Duration lockTimeout) {
        this.lockTimeout = lockTimeout;
        return this;
    }

    Runs strict() {
        this.strict = true;
        return this;
    }

    Runs listener(ProgressListener listener) {
        this.listener = listener;
        return this;
    }

    Runs tuning(Tuning tuning) {
        this.tuning = tuning;
        return this;
    }

    BackupReport run() {
        return BackupRun.run(
                new BackupSettings(
                        source,
                        exporters,
                        selection,
                        Map.copyOf(conditions),
                        List.copyOf(excludedData),
                        root,
                        "test",
                        connections,
                        lockTimeout,
                        strict,
                        false,
                        null,
                        null,
                        null,
                        null,
                        listener),
                tuning);
    }

    /** What the server itself prints, with the settings that a backup pins. */
    static String copy(TestDatabase database, String what) {
        try (Connection connection = database.connect()) {
            try (var statement = connection.createStatement()) {
                statement.execute("SET DateStyle = 'ISO, YMD'; SET IntervalStyle = 'postgres'; SET TimeZone = 'UTC';"
                        + " SET extra_float_digits = 3; SET bytea_output = 'hex'; SET lc_monetary = 'C';"
                        + " SET search_path = ''; SET synchronize_seqscans = off;"
                        + " SET max_parallel_workers_per_gather = 0");
            }
            StringWriter text = new StringWriter();
            connection.unwrap(PGConnection.class).getCopyAPI().copyOut("COPY " + what + " TO STDOUT", text);
            return text.toString();
        } catch (SQLException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Loads COPY text. */
    static void load(TestDatabase database, String into, String text) {
        try (Connection connection = database.connect()) {
            connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("COPY " + into + " FROM STDIN", new StringReader(text));
        } catch (SQLException | IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
