package dev.coffer.backup.testkit;

import dev.coffer.backup.Condition;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.Problem;
import dev.coffer.backup.TableName;
import dev.coffer.backup.spi.DatabaseSession;
import dev.coffer.backup.testkit.internal.recording.ChosenRows;
import dev.coffer.backup.testkit.internal.recording.FixtureText;
import dev.coffer.backup.testkit.internal.target.LoadOrder;
import dev.coffer.backup.testkit.internal.target.SchemaReader;
import dev.coffer.backup.testkit.internal.target.Sql;
import dev.coffer.backup.testkit.internal.target.TargetColumn;
import dev.coffer.backup.testkit.internal.target.TargetSchema;
import dev.coffer.backup.testkit.internal.target.TargetTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes a fixture from a database: chosen tables and rows, and every row that these refer to.
 *
 * <pre>{@code
 * Recording.of(database)
 *         .rows("proteins", Condition.equalTo("accession", "P04637"))
 *         .table("interaction_types")
 *         .writeTo(Path.of("src/test/resources/fixtures/p53.json"));
 * }</pre>
 *
 * <p>The same rows give the same file, byte for byte: tables parents first, rows in the order of their key, one on each line, and no
 * column whose default is another at every run ({@code now()}, {@code gen_random_uuid()}) unless it is part of a key or asked
 * for. Everything is read in one snapshot; nothing is written to the database. Not safe for use by several threads.
 *
 * <p>The file holds rows of the database as they are. Think of who may read them before it is committed.
 */
public final class Recording {
    private static final String BEGIN = """
            BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL search_path = ''; SET LOCAL DateStyle = 'ISO, YMD';
            SET LOCAL IntervalStyle = 'postgres'; SET LOCAL TimeZone = 'UTC'; SET LOCAL extra_float_digits = 3;
            SET LOCAL bytea_output = 'hex'; SET LOCAL lc_monetary = 'C'; SET LOCAL row_security = off;
            """;

    private final PostgresDatabase database;
    private final Map<String, List<Condition>> chosen = new LinkedHashMap<>();
    private final Set<String> without = new LinkedHashSet<>();
    private boolean changing;

    private Recording(PostgresDatabase database) {
        this.database = database;
    }

    /** Begins without rows. */
    public static Recording of(PostgresDatabase database) {
        return new Recording(database);
    }

    /**
     * Adds every row of a table.
     *
     * @param name {@code table}, or {@code schema.table} where several schemas have it
     */
    public Recording table(String name) {
        return rows(name, Condition.unsafeSql("true"));
    }

    /** Adds some rows of a table; called again for the same table, those too. */
    public Recording rows(String name, Condition condition) {
        chosen.computeIfAbsent(name, same -> new ArrayList<>()).add(Objects.requireNonNull(condition, "condition"));
        return this;
    }

    /** Leaves out columns of this name, in every table that has them. */
    public Recording without(String... columns) {
        without.addAll(List.of(columns));
        return this;
    }

    /** Keeps columns whose default is another at every run, with the values that they have now. */
    public Recording withChangingColumns() {
        changing = true;
        return this;
    }

    /**
     * What was written.
     *
     * @param file the fixture
     * @param rows how many rows of each table, parents first
     * @param leftOut columns that were left out because their default is another at every run, as {@code schema.table.column}
     */
    public record Recorded(Path file, Map<TableName, Integer> rows, List<String> leftOut) {}

    /**
     * Reads the rows and writes the file, which is replaced if it exists.
     *
     * @throws dev.coffer.backup.BackupException when a table is unknown, or the file cannot be written
     */
    public Recorded writeTo(Path file) {
        try (DatabaseSession session = database.openSession()) {
            session.execute(BEGIN);
            Written written = read(session);
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            Files.writeString(file, written.text.toString());
            return new Recorded(file, written.rows, List.copyOf(written.leftOut));
        } catch (IOException e) {
            throw Problem.of(ErrorCode.NOT_WRITABLE, "the fixture cannot be written: " + e.getMessage())
                    .file(String.valueOf(file.getFileName()))
                    .exception(e);
        } catch (SQLException e) {
            throw Problem.of(
                            ErrorCode.STATEMENT_FAILED,
                            "reading the rows was refused (SQLSTATE " + e.getSQLState() + ")")
                    .hint(
                            "a condition must be one SQL expression over the table's columns; other names need their schema")
                    .exception();
        }
    }

    /** What is gathered on the way. */
    private record Written(FixtureText text, Map<TableName, Integer> rows, List<String> leftOut) {}

    private Written read(DatabaseSession session) throws SQLException {
        TargetSchema schema = SchemaReader.read(session);
        ChosenRows rows = new ChosenRows(session, schema);
        for (Map.Entry<String, List<Condition>> table : chosen.entrySet()) {
            TargetTable found = find(table.getKey(), schema);
            for (Condition condition : table.getValue()) {
                rows.choose(found, sql(condition));
            }
        }
        Written written = new Written(new FixtureText(), new LinkedHashMap<>(), new ArrayList<>());
        for (TableName name : LoadOrder.of(rows.tables(), schema.references()).tables()) {
            TargetTable table = find(name, schema);
            List<TargetColumn> columns = columns(table, schema, written.leftOut);
            List<@Nullable String[]> read =
                    rows.read(table, columns.stream().map(TargetColumn::name).toList());
            written.text.table(schema.find(name.name()).size() == 1 ? name.name() : name.toString(), columns, read);
            written.rows.put(name, read.size());
        }
        return written;
    }

    private static TargetTable find(TableName name, TargetSchema schema) {
        return schema.table(name).orElseThrow(() -> new IllegalStateException("not in the schema: " + name));
    }

    private static TargetTable find(String name, TargetSchema schema) {
        List<TargetTable> found = schema.find(name);
        if (found.size() == 1) {
            return found.get(0);
        }
        throw Problem.of(
                        found.isEmpty() ? ErrorCode.UNKNOWN_TABLE : ErrorCode.AMBIGUOUS_TABLE,
                        "the database has " + (found.isEmpty() ? "no table " : "several tables ") + name)
                .hint("it has: "
                        + (found.isEmpty()
                                        ? schema.tables().keySet().stream()
                                        : found.stream().map(TargetTable::name))
                                .limit(20)
                                .map(TableName::toString)
                                .collect(Collectors.joining(", ")))
                .exception();
    }

    private List<TargetColumn> columns(TargetTable table, TargetSchema schema, List<String> leftOut) {
        Set<String> keys = schema.references().stream()
                .flatMap(reference -> Stream.concat(
                        reference.from().equals(table.name()) ? reference.columns().stream() : Stream.empty(),
                        reference.to().equals(table.name()) ? reference.keys().stream() : Stream.empty()))
                .collect(Collectors.toCollection(() -> new LinkedHashSet<>(table.key())));
        List<TargetColumn> columns = new ArrayList<>();
        for (TargetColumn column : table.columns()) {
            if (column.generated() || without.contains(column.name())) {
                continue;
            }
            if (column.changing() && !changing && !keys.contains(column.name())) {
                leftOut.add(table.name() + "." + column.name());
            } else {
                columns.add(column);
            }
        }
        return columns;
    }

    private static String sql(Condition condition) {
        if (condition instanceof Condition.EqualTo equal) {
            return "t." + Sql.quote(equal.column()) + " = " + Sql.literal(equal.value());
        }
        if (condition instanceof Condition.Since since) {
            return "t." + Sql.quote(since.column()) + " >= pg_catalog.now() - pg_catalog.make_interval(secs => "
                    + since.duration().toSeconds() + ")";
        }
        if (condition instanceof Condition.UnsafeSql unsafe) {
            return "(" + unsafe.expression() + "\n)";
        }
        throw new IllegalStateException("a condition of an unknown kind");
    }
}
