package dev.coffer.backup.testkit;

import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.fixture.internal.schema.SchemaReader;
import dev.coffer.backup.fixture.internal.schema.TargetColumn;
import dev.coffer.backup.fixture.internal.schema.TargetSchema;
import dev.coffer.backup.spi.DatabaseSession;
import dev.coffer.backup.testkit.internal.diff.RowDiff;
import dev.coffer.backup.testkit.internal.diff.RowReader;
import dev.coffer.backup.testkit.internal.diff.Rows;
import dev.coffer.backup.testkit.internal.diff.Rules;
import dev.coffer.backup.testkit.internal.fixture.FixtureTable;
import dev.coffer.backup.testkit.internal.fixture.Fixtures;
import dev.coffer.backup.testkit.internal.target.LoadTable;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.assertj.core.api.AbstractAssert;

/** Assertions about the rows of one table. Failures show their values, see {@link BackupAssertions}. */
public final class TableAssert extends AbstractAssert<TableAssert, PostgresDatabase> {
    private final String table;
    private final Set<String> ignored = new LinkedHashSet<>();
    private final Map<String, BigDecimal> tolerances = new LinkedHashMap<>();
    private final Map<String, Duration> delays = new LinkedHashMap<>();

    TableAssert(PostgresDatabase database, String table) {
        super(database, TableAssert.class);
        this.table = table;
    }

    /** Columns that are not compared. */
    public TableAssert ignoring(String... columns) {
        ignored.addAll(List.of(columns));
        return this;
    }

    /**
     * How far a number may be from the one expected.
     *
     * @param tolerance not negative; equal numbers with other zeros ({@code 1.50} and {@code 1.5}) need none
     */
    public TableAssert withTolerance(String column, double tolerance) {
        if (!(tolerance >= 0)) {
            throw new IllegalArgumentException("tolerance must not be negative: " + tolerance);
        }
        tolerances.put(column, BigDecimal.valueOf(tolerance));
        return this;
    }

    /**
     * How far a point in time may be from the one expected.
     *
     * @param tolerance not negative
     */
    public TableAssert withTolerance(String column, Duration tolerance) {
        if (tolerance.isNegative()) {
            throw new IllegalArgumentException("tolerance must not be negative");
        }
        delays.put(column, tolerance);
        return this;
    }

    /**
     * Fails unless the table holds the rows of a file and no others. Of each row, the columns that the file gives are compared; values
     * are equal when PostgreSQL reads them as equal. Rows are told apart by the primary key where the file has it.
     *
     * @param expected on the class path, else in the file system: a {@code .json} file with an array of rows, or with rows by table; or a
     *     {@code .csv} file with a header
     * @throws dev.coffer.backup.BackupException when the file cannot be read, or names a column that the table lacks
     */
    public TableAssert matches(String expected) {
        isNotNull();
        compare(Fixtures.expected(expected, loader(), table), expected);
        return this;
    }

    /**
     * The same with rows that stand in the test itself.
     *
     * @param rows a JSON array of rows, such as {@code [{"id": 1, "name": "p53"}]}
     */
    public TableAssert matchesJson(String rows) {
        isNotNull();
        compare(Fixtures.expectedText(rows, table), "what was expected");
        return this;
    }

    /** Fails unless the table holds no row. */
    public TableAssert isEmpty() {
        return matchesJson("[]");
    }

    /** Fails unless the table holds that many rows. */
    public TableAssert hasRows(long count) {
        isNotNull();
        try (DatabaseSession session = actual.openSession()) {
            LoadTable wanted = LoadTable.of(new FixtureTable(table, null, "the test", 0, List.of()), schema(session));
            long found = RowReader.count(session, wanted.target());
            if (found != count) {
                throw failure(
                        "Expecting %s to hold %d rows, but it holds %d",
                        wanted.target().name(), count, found);
            }
        }
        return this;
    }

    private void compare(FixtureTable expected, String name) {
        try (DatabaseSession session = actual.openSession()) {
            LoadTable wanted = LoadTable.toCompare(expected, schema(session));
            Rows rows = RowReader.expected(session, wanted);
            Rows found =
                    RowReader.found(session, wanted.target(), wanted.target().columns(), false);
            Optional<String> difference = RowDiff.of(rows, found, rules(wanted));
            if (difference.isPresent()) {
                throw failure(
                        "Expecting the rows of %s to be those of %s, but %s",
                        wanted.target().name(), name, difference.get());
            }
        }
    }

    private Rules rules(LoadTable wanted) {
        Set<String> numbers = wanted.target().columns().stream()
                .filter(TargetColumn::numeric)
                .map(TargetColumn::name)
                .collect(Collectors.toSet());
        return new Rules(Set.copyOf(ignored), numbers, Map.copyOf(tolerances), Map.copyOf(delays));
    }

    private static TargetSchema schema(DatabaseSession session) {
        try {
            return SchemaReader.read(session);
        } catch (SQLException e) {
            throw session.translate(e, "looking at the database");
        }
    }

    private static ClassLoader loader() {
        return Objects.requireNonNullElse(
                Thread.currentThread().getContextClassLoader(), ClassLoader.getSystemClassLoader());
    }
}
