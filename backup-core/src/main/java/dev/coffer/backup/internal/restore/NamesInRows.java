package dev.coffer.backup.internal.restore;

import static java.util.Objects.requireNonNull;

import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Location;
import dev.coffer.backup.Problem;
import dev.coffer.backup.internal.connect.Pins;
import dev.coffer.backup.internal.connect.Session;
import dev.coffer.backup.internal.connect.SqlErrors;
import dev.coffer.backup.internal.names.NameKind;
import dev.coffer.backup.internal.names.NameShape;
import dev.coffer.backup.internal.names.NameShapes;
import dev.coffer.backup.internal.store.StorageFailure;
import dev.coffer.backup.spi.Column;
import dev.coffer.backup.spi.Restore;
import dev.coffer.backup.spi.Row;
import dev.coffer.backup.spi.RowRestore;
import dev.coffer.backup.spi.RowSink;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds values that name a role or an object that the target lacks and the restore does not create before the rows: such a value is
 * refused by its type's input function, in the middle of a COPY. Only tables with columns of such types are read for it.
 */
final class NamesInRows {
    /** More different names than this no catalogue has; the rest the server itself would refuse. */
    private static final int MOST = 100_000;

    private static final int LOOKED_FOR_INTERRUPTION = 1 << 12;

    private final Map<NameKind, Map<String, Location>> found = new EnumMap<>(NameKind.class);
    private int count;

    private NamesInRows() {}

    /** Refuses rows that the target cannot take; a program that reads its own file is left to it. */
    static void check(Session session, RestoreSource source, RestoreActions plan, TargetState target) {
        if (source.strategy().connects()) {
            return;
        }
        NameShapes shapes = new NameShapes(source.catalogue().entries());
        Map<SourceTable, List<@Nullable NameShape>> tables = new LinkedHashMap<>();
        for (TableAction table : plan.tables()) {
            List<@Nullable NameShape> columns = new ArrayList<>();
            boolean any = false;
            for (Column column : table.source().data().columns()) {
                NameShape shape = table.source().largeObjects() ? null : shapes.of(column.type());
                columns.add(shape);
                any |= shape != null;
            }
            if (any) {
                tables.put(table.source(), columns);
            }
        }
        if (tables.isEmpty()) {
            return;
        }
        NamesInRows names = new NamesInRows();
        try (Restore restore = source.strategy().open(source.context())) {
            if (restore instanceof RowRestore rows) {
                for (Map.Entry<SourceTable, List<@Nullable NameShape>> table : tables.entrySet()) {
                    names.read(rows, table.getKey(), table.getValue(), source);
                }
            }
        } catch (IOException e) {
            throw StorageFailure.readingBackup(e);
        }
        names.refuse(session, new CreatedNames(plan.creates(), target.schemas().keySet()));
    }

    private void read(RowRestore rows, SourceTable table, List<@Nullable NameShape> shapes, RestoreSource source)
            throws IOException {
        List<Column> columns = table.data().columns();
        rows.rows(table.data(), columns.stream().map(Column::name).toList(), new RowSink() {
            private long number;

            @Override
            public void row(Row row) {
                number++;
                if (number % LOOKED_FOR_INTERRUPTION == 0
                        && Thread.currentThread().isInterrupted()) {
                    throw Problem.of(ErrorCode.INTERRUPTED, "the thread was interrupted while looking through the rows")
                            .exception();
                }
                for (int i = 0; i < shapes.size(); i++) {
                    NameShape shape = shapes.get(i);
                    if (shape != null && !row.isNull(i) && count < MOST) {
                        String column = columns.get(i).name();
                        shape.names(row.text(i), (kind, name) -> found(kind, name, table, column, number, source));
                    }
                }
            }

            @Override
            public void end() {}
        });
    }

    private void found(NameKind kind, String name, SourceTable table, String column, long row, RestoreSource source) {
        Map<String, Location> places = found.computeIfAbsent(kind, k -> new LinkedHashMap<>());
        if (!places.containsKey(name)) {
            places.put(
                    name,
                    new Location(
                            null, table.name(), row, column, source.context().fileOf(table.data()), 0));
            count++;
        }
    }

    private void refuse(Session session, CreatedNames created) {
        found.forEach((kind, places) -> places.keySet().removeIf(name -> created.has(kind, name)));
        found.values().removeIf(Map::isEmpty);
        if (found.isEmpty()) {
            return;
        }
        List<NameKind> kinds = List.copyOf(found.keySet());
        StringBuilder sql = new StringBuilder(Pins.BEGIN_BACKUP)
                .append(";\n")
                .append(Pins.forBackup(session.serverVersion(), Duration.ZERO));
        kinds.forEach(kind -> sql.append(";\n")
                .append(kind.existing(requireNonNull(found.get(kind)).keySet())));
        try {
            List<List<@Nullable String[]>> there =
                    session.query(sql.append(";\nCOMMIT").toString());
            for (int i = 0; i < kinds.size(); i++) {
                Map<String, Location> places = requireNonNull(found.get(kinds.get(i)));
                there.get(i).forEach(row -> places.remove(requireNonNull(row[0])));
            }
        } catch (SQLException e) {
            throw SqlErrors.translate(e, "looking for what the rows name");
        }
        Set<String> missing = new LinkedHashSet<>();
        found.forEach((kind, places) ->
                firstOfEachColumn(places).forEach(place -> missing.add(kind.description() + " (" + place + ")")));
        if (!missing.isEmpty()) {
            throw Problem.of(
                            ErrorCode.TARGET_MISMATCH,
                            "the rows name what the target does not have and the restore does not create before them: "
                                    + Preflight.listed(List.copyOf(missing), text -> text))
                    .hint(
                            "create it on the target first, or leave the table out with tables(…); what the restore creates"
                                    + " after the rows, such as an index, is there when scope(Scope.SCHEMA_ONLY) is restored before"
                                    + " scope(Scope.DATA_ONLY)")
                    .exception();
        }
    }

    private static List<Location> firstOfEachColumn(Map<String, Location> places) {
        Map<String, Location> first = new LinkedHashMap<>();
        places.values().forEach(place -> first.putIfAbsent(place.table() + " " + place.column(), place));
        return List.copyOf(first.values());
    }
}
