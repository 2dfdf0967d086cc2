package dev.coffer.backup.testkit.internal.state;

import static java.util.Objects.requireNonNull;

import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import dev.coffer.backup.TableName;
import dev.coffer.backup.fixture.internal.schema.LoadOrder;
import dev.coffer.backup.fixture.internal.schema.Reference;
import dev.coffer.backup.fixture.internal.schema.SchemaReader;
import dev.coffer.backup.fixture.internal.schema.Sql;
import dev.coffer.backup.fixture.internal.schema.TargetSchema;
import dev.coffer.backup.fixture.internal.schema.TargetTable;
import dev.coffer.backup.spi.DatabaseSession;
import dev.coffer.backup.spi.SavedRows;
import dev.coffer.backup.testkit.Sequences;
import dev.coffer.backup.testkit.internal.fixture.Fixture;
import dev.coffer.backup.testkit.internal.target.Loader;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Every row and sequence of some schemas as they were, and what is to be done to have them so again. Used by one thread. */
public final class SavedState {
    private static final long LARGEST = 256L << 20;

    /** What values look like must not depend on the session that reads them. */
    private static final String PINS = """
            SET LOCAL search_path = pg_catalog, pg_temp; SET LOCAL DateStyle = 'ISO, YMD'; SET LOCAL IntervalStyle = 'postgres';
            SET LOCAL TimeZone = 'UTC'; SET LOCAL extra_float_digits = 3; SET LOCAL bytea_output = 'hex';
            SET LOCAL lc_monetary = 'C'; SET LOCAL xmloption = 'content'; SET LOCAL row_security = off;
            SET LOCAL array_nulls = on; SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = '20s';
            """;

    private final TargetSchema schema;
    private final Map<TableName, SavedTable> tables = new LinkedHashMap<>();
    private final Map<TableName, String> sequences = new LinkedHashMap<>();

    private SavedState(TargetSchema schema, Predicate<TableName> scope) {
        this.schema = schema;
        for (TableName name :
                LoadOrder.of(schema.tables().keySet(), schema.references()).tables()) {
            Optional<TargetTable> table = schema.table(name);
            if (scope.test(name) && table.isPresent() && table.get().leaf()) {
                tables.put(name, new SavedTable(table.get()));
            }
        }
        schema.sequences().stream().filter(scope).forEach(sequence -> sequences.put(sequence, ""));
    }

    /**
     * Takes the state, all of it in one snapshot.
     *
     * @param scope which tables and sequences belong to it
     */
    public static SavedState take(DatabaseSession session, Predicate<TableName> scope) {
        try {
            session.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;\n" + PINS);
            try {
                SavedState state = new SavedState(SchemaReader.read(session), scope);
                state.requireSmall(session);
                state.readRows(session, state.tables.values());
                state.takeFingerprints(session.query(state.fingerprintsSql()).get(0));
                return state;
            } finally {
                session.executeUninterruptibly("ROLLBACK");
            }
        } catch (SQLException e) {
            throw session.translate(e, "taking the state of the database");
        }
    }

    /** Whether some table or sequence of it lies in the schema. */
    public boolean covers(String schemaName) {
        return Stream.concat(tables.keySet().stream(), sequences.keySet().stream())
                .anyMatch(name -> name.schema().equals(schemaName));
    }

    private void requireSmall(DatabaseSession session) throws SQLException {
        if (tables.isEmpty()) {
            return;
        }
        String size = session.query(
                        "SELECT pg_catalog.sum(pg_catalog.pg_table_size(t::pg_catalog.regclass)) FROM pg_catalog.unnest(ARRAY["
                                + tables.values().stream()
                                        .map(table -> Sql.literal(table.name()))
                                        .collect(Collectors.joining(", "))
                                + "]) t")
                .get(0)
                .get(0)[0];
        if (Long.parseLong(requireNonNull(size)) > LARGEST) {
            throw Problem.of(ErrorCode.LIMIT, "the tables hold " + size + " bytes, too many to keep in memory")
                    .hint("take the state of some schemas only, or use @RestoreBackup with mode = Mode.CLONE")
                    .exception();
        }
    }

    private void readRows(DatabaseSession session, Iterable<SavedTable> some) throws SQLException {
        List<SavedTable> read = new ArrayList<>();
        some.forEach(read::add);
        if (read.isEmpty()) {
            return;
        }
        List<List<@Nullable String[]>> results =
                session.query(read.stream().map(SavedTable::rowsSql).collect(Collectors.joining(";\n")));
        for (int i = 0; i < read.size(); i++) {
            read.get(i).take(results.get(i));
        }
    }

    /** One query for all tables and sequences: a row each, in their order. */
    private String fingerprintsSql() {
        List<String> parts = new ArrayList<>();
        Stream.concat(
                        tables.values().stream().map(SavedTable::fingerprintSql),
                        sequences.keySet().stream()
                                .map(name -> "SELECT last_value || ' ' || is_called FROM " + Sql.quote(name)))
                .forEach(sql -> parts.add("(SELECT " + parts.size() + ", (" + sql + "))"));
        return parts.isEmpty() ? "SELECT WHERE false" : String.join("\nUNION ALL ", parts) + " ORDER BY 1";
    }

    private void takeFingerprints(List<@Nullable String[]> found) {
        int i = 0;
        for (SavedTable table : tables.values()) {
            table.fingerprint(text(found.get(i++)));
        }
        for (Map.Entry<TableName, String> sequence : sequences.entrySet()) {
            sequence.setValue(text(found.get(i++)));
        }
    }

    private static String text(@Nullable String[] row) {
        return requireNonNull(row[1]);
    }

    /** Puts back what has changed, and returns the names of the tables and sequences that were. */
    public Set<TableName> reset(DatabaseSession session) {
        try {
            List<@Nullable String[]> now = session.query(fingerprintsSql()).get(0);
            List<SavedTable> changed = new ArrayList<>();
            Set<TableName> names = new LinkedHashSet<>();
            int i = 0;
            for (SavedTable table : tables.values()) {
                if (!table.fingerprint().equals(text(now.get(i++)))) {
                    changed.add(table);
                    names.add(table.table().name());
                }
            }
            List<TableName> moved = new ArrayList<>();
            for (Map.Entry<TableName, String> sequence : sequences.entrySet()) {
                if (!sequence.getValue().equals(text(now.get(i++)))) {
                    moved.add(sequence.getKey());
                    names.add(sequence.getKey());
                }
            }
            putBack(session, changed, moved);
            return Collections.unmodifiableSet(names);
        } catch (SQLException e) {
            throw "42P01".equals(e.getSQLState()) || "42703".equals(e.getSQLState())
                    ? schemaChanged(session, e)
                    : session.translate(e, "putting the state back");
        }
    }

    private static RuntimeException schemaChanged(DatabaseSession session, SQLException e) {
        return Problem.of(ErrorCode.TARGET_MISMATCH, "the tables are not those of which the state was taken")
                .hint(
                        "take the state after the last change of the schema; a test that changes it wants a clone of its own:"
                                + " @RestoreBackup with mode = Mode.CLONE")
                .exception(session.sanitized(e));
    }

    private void putBack(DatabaseSession session, List<SavedTable> changed, List<TableName> moved) throws SQLException {
        if (changed.isEmpty()) {
            if (!moved.isEmpty()) {
                session.execute(setvals(moved));
            }
            return;
        }
        try {
            repair(session, changed, moved);
        } catch (SQLException e) {
            session.executeUninterruptibly("ROLLBACK");
            String code = Objects.requireNonNullElse(e.getSQLState(), "");
            if (!code.startsWith("23") && !code.equals("428C9")) {
                throw e;
            }
            // Such as two rows that swapped their unique values: no order of single rows serves that; or an identity
            // that cannot be updated.
            reload(session, changed);
        }
    }

    private void repair(DatabaseSession session, List<SavedTable> changed, List<TableName> moved) throws SQLException {
        String lock = "LOCK TABLE ONLY "
                + changed.stream().map(SavedTable::name).collect(Collectors.joining(", ONLY "))
                + " IN SHARE ROW EXCLUSIVE MODE;\n";
        List<List<@Nullable String[]>> now = session.query("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;\n" + PINS
                + lock + changed.stream().map(SavedTable::rowsSql).collect(Collectors.joining(";\n")));
        List<Repair> repairs = new ArrayList<>();
        for (int i = 0; i < changed.size(); i++) {
            repairs.add(new Repair(changed.get(i), now.get(i)));
        }
        List<Repair> childrenFirst = new ArrayList<>(repairs);
        Collections.reverse(childrenFirst);
        StringBuilder sql = new StringBuilder();
        triggers(changed, sql, "DISABLE TRIGGER ", "DISABLE TRIGGER ");
        repairs.forEach(repair -> sql.append(repair.insert()));
        repairs.forEach(repair -> sql.append(repair.update()));
        childrenFirst.forEach(repair -> sql.append(repair.delete()));
        sql.append("SET CONSTRAINTS ALL IMMEDIATE;\n");
        triggers(changed, sql, "ENABLE TRIGGER ", "ENABLE ALWAYS TRIGGER ");
        changed.forEach(table -> sql.append(table.fingerprintSql()).append(";\n"));
        sql.append(moved.isEmpty() ? "" : setvals(moved) + ";\n").append("COMMIT");
        learn(repairs, session.query(sql.toString()));
    }

    private static void triggers(List<SavedTable> changed, StringBuilder sql, String usual, String always) {
        for (SavedTable table : changed) {
            for (TargetTable.Trigger trigger : table.table().triggers()) {
                sql.append("ALTER TABLE ONLY ")
                        .append(table.name())
                        .append(' ')
                        .append(trigger.always() ? always : usual)
                        .append(Sql.quote(trigger.name()))
                        .append(";\n");
            }
        }
    }

    private static void learn(List<Repair> repairs, List<List<@Nullable String[]>> results) {
        int at = 0;
        List<List<@Nullable String[]>> inserted = new ArrayList<>();
        for (Repair repair : repairs) {
            inserted.add(together(results.subList(at, at + repair.inserts())));
            at += repair.inserts();
        }
        for (int i = 0; i < repairs.size(); i++) {
            Repair repair = repairs.get(i);
            repair.moved(inserted.get(i), together(results.subList(at, at + repair.updates())));
            at += repair.updates();
        }
        for (Repair repair : repairs) {
            repair.saved().fingerprint(requireNonNull(results.get(at++).get(0)[0]));
        }
    }

    private static List<@Nullable String[]> together(List<List<@Nullable String[]>> results) {
        return results.stream().flatMap(List::stream).toList();
    }

    private String setvals(List<TableName> moved) {
        return moved.stream()
                .map(name -> {
                    String[] state = requireNonNull(sequences.get(name)).split(" ", 2);
                    return "SELECT pg_catalog.setval(" + Sql.literal(Sql.quote(name)) + "::pg_catalog.regclass, '"
                            + state[0] + "'::pg_catalog.int8, " + state[1] + ")";
                })
                .collect(Collectors.joining(";\n"));
    }

    /** Empties the tables, and all that refer to them, and loads everything that was there. */
    private void reload(DatabaseSession session, List<SavedTable> changed) throws SQLException {
        Set<TableName> affected = new LinkedHashSet<>();
        changed.forEach(table -> affected.add(table.table().name()));
        boolean grew = true;
        while (grew) {
            grew = false;
            for (Reference reference : schema.references()) {
                if (affected.contains(reference.to()) && tables.containsKey(reference.from())) {
                    grew |= affected.add(reference.from());
                }
            }
        }
        List<SavedTable> all = tables.values().stream()
                .filter(table -> affected.contains(table.table().name()))
                .toList();
        Loader.load(
                session,
                new Fixture(
                        "the state that was taken",
                        all.stream().map(SavedTable::fixture).toList(),
                        sequences.entrySet().stream().map(SavedState::sequence).toList(),
                        Optional.empty()),
                Sequences.AS_SAVED);
        session.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;\n" + PINS);
        readRows(session, all);
        takeFingerprints(session.query(fingerprintsSql()).get(0));
        session.execute("COMMIT");
    }

    private static SavedRows.Sequence sequence(Map.Entry<TableName, String> sequence) {
        String[] state = sequence.getValue().split(" ", 2);
        return new SavedRows.Sequence(sequence.getKey(), Long.parseLong(state[0]), state[1].startsWith("t"));
    }
}
