package dev.coffer.backup.testkit.internal.target;

import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import dev.coffer.backup.TableName;
import dev.coffer.backup.fixture.internal.schema.LoadOrder;
import dev.coffer.backup.fixture.internal.schema.Reference;
import dev.coffer.backup.fixture.internal.schema.SchemaReader;
import dev.coffer.backup.fixture.internal.schema.Sql;
import dev.coffer.backup.fixture.internal.schema.TargetSchema;
import dev.coffer.backup.fixture.internal.schema.TargetTable;
import dev.coffer.backup.spi.SavedRows;
import dev.coffer.backup.testkit.Sequences;
import dev.coffer.backup.testkit.internal.fixture.Fixture;
import dev.coffer.backup.testkit.internal.fixture.FixtureTable;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The statements that empty the tables of a fixture and load its rows, for one target. Immutable. */
public final class LoadScript {
    /**
     * What a value means must not depend on a machine's settings. search_path stays: checks and defaults of the application
     * may rely on it.
     */
    static final String BEGIN = """
            BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
            SET LOCAL DateStyle = 'ISO, YMD'; SET LOCAL IntervalStyle = 'postgres'; SET LOCAL TimeZone = 'UTC';
            SET LOCAL lc_monetary = 'C'; SET LOCAL xmloption = 'content'; SET LOCAL row_security = off;
            SET LOCAL array_nulls = on; SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = '20s';
            SET LOCAL client_min_messages = 'warning';
            """;

    private static final String STOP_TRIGGERS = "SET LOCAL session_replication_role = 'replica';\n";

    private final TargetSchema schema;
    private final Map<TableName, LoadTable> tables;
    private final LoadOrder order;
    private final List<String> sequences;
    private final Set<TableName> moved;
    private final boolean checkedAtOnce;
    private final String emptying;
    private final String loading;

    private LoadScript(
            TargetSchema schema, Map<TableName, LoadTable> tables, List<String> sequences, Set<TableName> moved) {
        this.schema = schema;
        this.tables = tables;
        this.order = LoadOrder.of(tables.keySet(), schema.references());
        this.sequences = sequences;
        this.moved = moved;
        this.checkedAtOnce = mayBeCheckedAtOnce();
        this.emptying = BEGIN + (checkedAtOnce ? STOP_TRIGGERS + deletes() : before() + empty());
        this.loading = rows() + (checkedAtOnce ? checkReferences() + end() : after());
    }

    /**
     * Plans a load.
     *
     * @throws dev.coffer.backup.BackupException when the fixture does not fit the target
     */
    public static LoadScript of(Fixture fixture, TargetSchema schema, Sequences mode) {
        Map<TableName, LoadTable> tables = new LinkedHashMap<>();
        for (FixtureTable named : fixture.tables()) {
            LoadTable table = LoadTable.of(named, schema);
            if (tables.put(table.target().name(), table) != null) {
                throw named.problem(ErrorCode.MALFORMED, "the fixture has the table twice")
                        .table(table.target().name())
                        .hint("put all rows of a table into one place")
                        .exception();
            }
        }
        SequenceMoves moves = new SequenceMoves(schema, tables.values());
        if (mode == Sequences.AS_SAVED) {
            for (SavedRows.Sequence saved : fixture.sequences()) {
                moves.save(saved, find(saved, fixture, schema));
            }
        }
        return new LoadScript(schema, tables, moves.statements(), moves.moved());
    }

    private static TableName find(SavedRows.Sequence saved, Fixture fixture, TargetSchema schema) {
        List<TableName> found = schema.findSequences(saved.name());
        if (found.size() == 1) {
            return found.get(0);
        }
        throw Problem.of(
                        ErrorCode.TARGET_MISMATCH,
                        (found.isEmpty() ? "the target has no sequence " : "the target has several sequences ")
                                + saved.name().name())
                .file(fixture.name())
                .hint("name one of the target's sequences, as schema.sequence, or restore with sequences ="
                        + " Sequences.PAST_LARGEST_KEY")
                .exception();
    }

    /**
     * Everything, from BEGIN to COMMIT.
     *
     * @param fingerprint of the target as this was made for. Where the server does not check references itself, it is asked for once more
     *     as soon as the tables are locked: a new reference would stay unchecked
     */
    String text(String fingerprint) {
        return checkedAtOnce
                ? emptying + "SELECT 1 / CASE (" + SchemaReader.FINGERPRINT + ") WHEN " + Sql.literal(fingerprint)
                        + " THEN 1 ELSE 0 END;\n" + loading
                : emptying + loading;
    }

    TargetSchema schema() {
        return schema;
    }

    LoadOrder order() {
        return order;
    }

    List<LoadTable> inOrder() {
        return order.tables().stream().map(this::table).toList();
    }

    private LoadTable table(TableName name) {
        LoadTable table = tables.get(name);
        if (table == null) {
            throw new IllegalStateException("not in the fixture: " + name);
        }
        return table;
    }

    /** Whether a load that fails has moved sequences, which no rollback undoes (P8). */
    boolean movesSequencesEarly() {
        return tables.values().stream().anyMatch(LoadTable::drawsFromSequences);
    }

    /** The sequences that the load moves. */
    Set<TableName> moved() {
        return moved;
    }

    /** Tables outside the fixture whose rows refer to its tables. */
    List<Reference> fromOutside() {
        return schema.references().stream()
                .filter(reference -> tables.containsKey(reference.to()) && !covered(reference.from()))
                .toList();
    }

    /** A partitioned table stands for its partitions, and they for it. */
    private boolean covered(TableName table) {
        return tables.containsKey(table)
                || schema.table(table)
                        .map(found -> tables.containsKey(found.root())
                                || tables.values().stream()
                                        .anyMatch(
                                                loaded -> loaded.target().root().equals(table)))
                        .orElse(false);
    }

    /** Whether the schema's fingerprint is another one afterwards. */
    boolean changesFingerprint() {
        return !checkedAtOnce && !before().isEmpty();
    }

    /** Stops triggers and lets foreign keys wait (P9). */
    String before() {
        StringBuilder sql = new StringBuilder();
        forTriggers((table, trigger) -> sql.append(alter(table))
                .append("DISABLE TRIGGER ")
                .append(Sql.quote(trigger.name()))
                .append(";\n"));
        for (Reference reference : toDefer()) {
            sql.append(reference.defer()).append(";\n");
        }
        return sql.toString();
    }

    private Collection<Reference> toDefer() {
        return order.circular().stream()
                .filter(reference -> !reference.inherited() && !reference.deferred())
                .toList();
    }

    /**
     * Whether one query may check all references after a load without triggers, as a superuser can do it: a check for each row costs most of a load.
     * Only where it finds exactly what the server would have refused, whoever else writes meanwhile: each reference has both of its ends in the fixture.
     */
    private boolean mayBeCheckedAtOnce() {
        return schema.superuser()
                && tables.values().stream().allMatch(table -> table.target().plain())
                && touching().stream()
                        .allMatch(reference -> reference.simple()
                                && tables.containsKey(reference.from())
                                && tables.containsKey(reference.to()));
    }

    private List<Reference> touching() {
        return schema.references().stream()
                .filter(reference -> tables.containsKey(reference.from()) || tables.containsKey(reference.to()))
                .toList();
    }

    /** Fails with a division by zero; the reason is found by {@link Diagnosis}. */
    private String checkReferences() {
        List<Reference> references = touching();
        return references.isEmpty()
                ? ""
                : references.stream()
                        .map(Reference::broken)
                        .collect(Collectors.joining("\n OR ", "SELECT 1 / CASE WHEN ", " THEN 0 ELSE 1 END;\n"));
    }

    /** Deletes are cheaper than TRUNCATE for small tables (P24), and never reach other tables. */
    String empty() {
        if (order.circular().stream().anyMatch(Reference::restrict)) {
            return "TRUNCATE "
                    + String.join(", ", order.tables().stream().map(Sql::quote).toList()) + ";\n";
        }
        return deletes();
    }

    private String deletes() {
        StringBuilder sql = new StringBuilder();
        for (TableName table : order.tables()) {
            sql.insert(0, "DELETE FROM " + Sql.quote(table) + ";\n");
        }
        return sql.toString();
    }

    /**
     * Clears away deleted rows sooner than autovacuum does: each check of a foreign key would read past them. Waits for nobody, and never gives pages
     * back, for which it would lock readers out.
     */
    String sweep() {
        return "VACUUM (SKIP_LOCKED, TRUNCATE false) "
                + String.join(", ", order.tables().stream().map(Sql::quote).toList());
    }

    private String rows() {
        StringBuilder sql = new StringBuilder();
        for (LoadTable table : inOrder()) {
            if (table.drawsFromSequences()) {
                sql.append(SequenceMoves.beforeDrawing(table));
            }
            sql.append(table.insert());
        }
        return sql.toString();
    }

    /** Checks what waited, puts back what {@link #before} changed, and moves sequences last (P8). */
    String after() {
        StringBuilder sql = new StringBuilder("SET CONSTRAINTS ALL IMMEDIATE;\n");
        for (Reference reference : toDefer()) {
            sql.append(reference.putBack()).append(";\n");
        }
        forTriggers((table, trigger) -> sql.append(alter(table))
                .append(trigger.always() ? "ENABLE ALWAYS TRIGGER " : "ENABLE TRIGGER ")
                .append(Sql.quote(trigger.name()))
                .append(";\n"));
        return sql + end();
    }

    private String end() {
        StringBuilder sql = new StringBuilder();
        sequences.forEach(move -> sql.append(move).append(";\n"));
        return sql.append("COMMIT").toString();
    }

    @FunctionalInterface
    private interface TriggerUse {
        void on(TableName table, TargetTable.Trigger trigger);
    }

    private void forTriggers(TriggerUse use) {
        Set<TableName> touched = new TreeSet<>();
        Set<TableName> roots = new LinkedHashSet<>();
        for (LoadTable table : tables.values()) {
            touched.add(table.target().name());
            roots.add(table.target().root());
        }
        schema.tables().values().stream()
                .filter(table -> roots.contains(table.root()))
                .forEach(table -> touched.add(table.name()));
        for (TableName name : touched) {
            schema.table(name).ifPresent(table -> table.triggers().forEach(trigger -> use.on(name, trigger)));
        }
    }

    private static String alter(TableName table) {
        return "ALTER TABLE ONLY " + Sql.quote(table) + " ";
    }
}
