package dev.coffer.backup.testkit;

import dev.coffer.backup.Backup;
import dev.coffer.backup.BackupException;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.TableName;
import dev.coffer.backup.fixture.internal.schema.SchemaReader;
import dev.coffer.backup.fixture.internal.schema.TargetColumn;
import dev.coffer.backup.fixture.internal.schema.TargetSchema;
import dev.coffer.backup.fixture.internal.schema.TargetTable;
import dev.coffer.backup.spi.DatabaseSession;
import dev.coffer.backup.spi.SavedRows;
import dev.coffer.backup.spi.TableData;
import dev.coffer.backup.testkit.internal.diff.RowDiff;
import dev.coffer.backup.testkit.internal.diff.RowReader;
import dev.coffer.backup.testkit.internal.diff.Rows;
import dev.coffer.backup.testkit.internal.diff.Rules;
import dev.coffer.backup.testkit.internal.fixture.Fixtures;
import dev.coffer.backup.testkit.internal.fixture.SavedFixture;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/** Assertions about a backup. Rows are held in memory where they differ; failures show their values, see {@link BackupAssertions}. */
public final class BackupAssert extends AbstractAssert<BackupAssert, Backup> {
    private @Nullable PostgresDatabase server;

    BackupAssert(Backup backup) {
        super(backup, BackupAssert.class);
    }

    /** The server on which {@link #isRestorable} restores; its role must be allowed to create databases. */
    public BackupAssert on(PostgresDatabase database) {
        this.server = database;
        return this;
    }

    /**
     * Fails unless the backup can be restored: restores it into a database of its own on the server of {@link #on}, compares every
     * table with what was backed up, and drops the database.
     *
     * @throws IllegalStateException when no server was given: nothing less than a restore proves this
     */
    public BackupAssert isRestorable() {
        isNotNull();
        PostgresDatabase where = server;
        if (where == null) {
            throw new IllegalStateException(
                    "say on which server: assertThat(backup).on(database).isRestorable() restores it there and drops it again");
        }
        try {
            actual.drill(where, Fixtures.strategies()).requirePassed();
        } catch (BackupException e) {
            throw failure("Expecting the backup %s to be restorable, but: %s", actual, e.getMessage());
        }
        return this;
    }

    /** Fails unless the other backup holds the same tables with the same rows, whatever their order and format. */
    public BackupAssert hasSameRowsAs(Backup other) {
        isNotNull();
        try (SavedRows own = actual.openRows(Fixtures.strategies());
                SavedRows others = other.openRows(Fixtures.strategies())) {
            Map<TableName, TableData> expected = byName(others);
            List<String> differences = new ArrayList<>();
            for (TableData table : own.tables()) {
                TableData same = expected.remove(table.name());
                if (same == null) {
                    differences.add(table.name() + " is only in " + actual);
                } else if (!own.totals(table).equals(others.totals(same))) {
                    RowDiff.of(rows(others, same), rows(own, table), Rules.EXACT)
                            .ifPresent(diff -> differences.add(table.name() + ": " + diff));
                }
            }
            expected.keySet().forEach(name -> differences.add(name + " is only in " + other));
            requireNone(differences, other.toString());
        }
        return this;
    }

    /** Fails unless the database holds exactly the rows of this backup in its tables; tables that the backup lacks do not count. */
    public BackupAssert hasSameRowsAs(PostgresDatabase database) {
        isNotNull();
        try (SavedRows own = actual.openRows(Fixtures.strategies());
                DatabaseSession session = database.openSession()) {
            TargetSchema schema = schema(session);
            List<String> differences = new ArrayList<>();
            for (TableData table : own.tables()) {
                Optional<TargetTable> found = schema.table(table.name());
                if (table.kind() != TableData.Kind.TABLE) {
                    continue;
                }
                if (found.isEmpty()) {
                    differences.add(table.name() + " is not in the database");
                } else {
                    List<TargetColumn> columns = table.columns().stream()
                            .flatMap(column -> found.get().column(column.name()).stream())
                            .toList();
                    RowDiff.of(RowReader.found(session, found.get(), columns, true), rows(own, table), Rules.EXACT)
                            .ifPresent(diff -> differences.add(table.name() + ": " + diff));
                }
            }
            requireNone(differences, database.toString());
        }
        return this;
    }

    private static TargetSchema schema(DatabaseSession session) {
        try {
            return SchemaReader.read(session);
        } catch (SQLException e) {
            throw session.translate(e, "looking at the database");
        }
    }

    private static Map<TableName, TableData> byName(SavedRows rows) {
        Map<TableName, TableData> tables = new LinkedHashMap<>();
        rows.tables().forEach(table -> tables.put(table.name(), table));
        return tables;
    }

    private static Rows rows(SavedRows saved, TableData table) {
        List<Map<String, @Nullable String>> rows = new ArrayList<>();
        SavedFixture.table(saved, table).rows().forEach(row -> {
            Map<String, @Nullable String> values = new LinkedHashMap<>();
            row.values().forEach((column, value) -> values.put(column, value.text()));
            rows.add(values);
        });
        return new Rows(List.of(), rows);
    }

    private void requireNone(List<String> differences, String other) {
        if (!differences.isEmpty()) {
            throw failure(
                    "Expecting the backup %s to have the same rows as %s, but:%n%s",
                    actual, other, differences.stream().collect(Collectors.joining("\n")));
        }
    }
}
