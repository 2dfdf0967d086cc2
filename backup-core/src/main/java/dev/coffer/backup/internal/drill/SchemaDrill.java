package dev.coffer.backup.internal.drill;

import dev.coffer.backup.DrillReport;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import dev.coffer.backup.Progress;
import dev.coffer.backup.ProgressListener;
import dev.coffer.backup.RestoreStrategy;
import dev.coffer.backup.internal.connect.ConnectionSource;
import dev.coffer.backup.internal.connect.Pins;
import dev.coffer.backup.internal.connect.Session;
import dev.coffer.backup.internal.connect.SqlErrors;
import dev.coffer.backup.internal.progress.Steps;
import dev.coffer.backup.internal.restore.SourceReader;
import dev.coffer.backup.internal.rows.ContentHash;
import dev.coffer.backup.internal.rows.CopyTextBuffer;
import dev.coffer.backup.internal.schema.Sql;
import dev.coffer.backup.internal.store.BackupFiles;
import dev.coffer.backup.internal.store.Manifest;
import dev.coffer.backup.spi.Column;
import dev.coffer.backup.spi.Row;
import dev.coffer.backup.spi.RowSink;
import dev.coffer.backup.spi.SavedRows;
import dev.coffer.backup.spi.TableData;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Every table's rows into a table of their own and back, in one transaction that is rolled back. What the manifest says of
 * a column's type is asked of the server as a text, never run.
 */
final class SchemaDrill {
    private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(60);

    private final BackupFiles files;
    private final ConnectionSource connections;
    private final String schema;
    private final ProgressListener listener;
    private final RestoreStrategy[] strategies;

    SchemaDrill(
            BackupFiles files,
            ConnectionSource connections,
            String schema,
            ProgressListener listener,
            RestoreStrategy... strategies) {
        this.files = files;
        this.connections = connections;
        this.schema = schema;
        this.listener = listener;
        this.strategies = strategies.clone();
    }

    DrillReport run() {
        long started = System.nanoTime();
        Steps steps = new Steps(
                listener,
                files.manifest().tables().stream()
                        .mapToLong(Manifest.Table::rows)
                        .sum(),
                files.manifest().tables().stream()
                        .mapToLong(Manifest.Table::bytes)
                        .sum());
        steps.phase(Progress.Phase.VERIFY);
        try (SavedRows rows = savedRows();
                Session session = connections.open()) {
            session.execute(Pins.BEGIN_RESTORE + ";\n" + Pins.forRestore(session.serverVersion(), LOCK_TIMEOUT));
            steps.phase(Progress.Phase.PRE_DATA);
            createSchema(session);
            Map<String, String> types = types(session);
            List<DrillReport.Table> tables = new ArrayList<>();
            for (TableData table : rows.tables()) {
                steps.begins(table.name());
                DrillReport.Table drilled = table(session, rows, table, types, steps);
                steps.ends(
                        table.name(),
                        drilled.expected(),
                        files.manifest().tables().get(table.index()).bytes());
                tables.add(drilled);
            }
            String version = session.query("SHOW server_version").get(0).get(0)[0];
            session.execute("ROLLBACK");
            return new DrillReport(
                    DrillReport.Place.SCHEMA,
                    version == null ? "" : version,
                    tables,
                    List.of(),
                    List.of(),
                    List.of("the role may not create databases, so the rows were proved and the schema was not"),
                    Instant.now(),
                    Duration.ofNanos(System.nanoTime() - started),
                    Duration.ZERO);
        } catch (SQLException e) {
            throw SqlErrors.translate(e, "the drill in a schema of its own");
        } catch (IOException e) {
            throw new IllegalStateException("a hash wrote nothing", e);
        }
    }

    private void createSchema(Session session) throws SQLException {
        String role = session.query("SELECT quote_ident(current_user)").get(0).get(0)[0];
        String database =
                session.query("SELECT quote_ident(current_database())").get(0).get(0)[0];
        try {
            session.execute("CREATE SCHEMA " + Sql.quote(schema));
        } catch (SQLException e) {
            if (!"42501".equals(e.getSQLState())) {
                throw e;
            }
            throw Problem.of(
                            ErrorCode.PERMISSION,
                            "the role " + role
                                    + " may create neither a database to drill in nor a schema in the database "
                                    + database)
                    .hint("as a superuser: ALTER ROLE " + role
                            + " CREATEDB; or, to prove the rows alone, as the owner of the"
                            + " database: GRANT CREATE ON DATABASE " + database + " TO " + role)
                    .exception(SqlErrors.sanitized(e));
        }
    }

    private SavedRows savedRows() {
        List<RestoreStrategy> reading =
                Stream.of(strategies).filter(strategy -> !strategy.connects()).toList();
        if (reading.isEmpty()) {
            throw Problem.of(
                            ErrorCode.PERMISSION,
                            "the role may not create databases, and no format was given whose rows can be read without a tool")
                    .hint("run as a superuser: ALTER ROLE … CREATEDB; or give the strategy of JSON or CSV")
                    .exception();
        }
        return SourceReader.open(files.unpack(), reading);
    }

    /** The server's own words for each type that the manifest names; without a modifier, which changes no text. */
    private Map<String, String> types(Session session) throws SQLException {
        List<String> named = files.manifest().tables().stream()
                .flatMap(table -> table.columns().stream())
                .map(Column::type)
                .distinct()
                .toList();
        Map<String, String> types = new HashMap<>();
        if (named.isEmpty()) {
            return types;
        }
        String values = named.stream().map(Sql::literal).collect(Collectors.joining("), (", "(", ")"));
        for (@Nullable
        String[] row : session.query("SELECT v.name, pg_catalog.format_type("
                        + "pg_catalog.to_regtype(v.name), -1) FROM (VALUES " + values
                        + ") v(name) WHERE pg_catalog.to_regtype(v.name) IS NOT NULL")
                .get(0)) {
            types.put(String.valueOf(row[0]), String.valueOf(row[1]));
        }
        return types;
    }

    private DrillReport.Table table(
            Session session, SavedRows rows, TableData table, Map<String, String> types, Steps steps)
            throws SQLException, IOException {
        Manifest.Table recorded = files.manifest().tables().get(table.index());
        List<String> columns = new ArrayList<>();
        for (int i = 0; i < table.columns().size(); i++) {
            String type = types.get(table.columns().get(i).type());
            if (type == null) {
                return new DrillReport.Table(table.name(), recorded.rows(), null, false);
            }
            columns.add("c" + i + " " + type);
        }
        String quoted = Sql.quote(schema, "t" + table.index());
        session.execute("CREATE TABLE " + quoted + " (" + String.join(", ", columns) + ")");
        load(session, rows, table, quoted, steps);
        ContentHash hash = new ContentHash();
        long found = session.copyOut("COPY " + quoted + " TO STDOUT", hash::add);
        return new DrillReport.Table(
                table.name(),
                recorded.rows(),
                found,
                found == recorded.rows() && hash.toString().equals(recorded.contentHash()));
    }

    private static void load(Session session, SavedRows rows, TableData table, String quoted, Steps steps)
            throws SQLException {
        try (Session.CopyIn copy = session.copyIn("COPY " + quoted + " FROM STDIN")) {
            CopyTextBuffer line = new CopyTextBuffer();
            rows.read(table, new RowSink() {
                @Override
                public void row(Row row) {
                    line.clear();
                    line.append(row);
                    try {
                        copy.write(line.bytes(), 0, line.length());
                        steps.row();
                    } catch (SQLException e) {
                        throw refused(table, e);
                    }
                }

                @Override
                public void end() {}
            });
            copy.finish();
        } catch (SQLException e) {
            throw refused(table, e);
        }
    }

    private static RuntimeException refused(TableData table, SQLException e) {
        return SqlErrors.translate(e, "loading table " + table.name());
    }
}
