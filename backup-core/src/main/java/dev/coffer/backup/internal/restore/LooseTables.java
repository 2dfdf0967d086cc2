package dev.coffer.backup.internal.restore;

import static java.util.Objects.requireNonNull;

import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import dev.coffer.backup.TableName;
import dev.coffer.backup.internal.selection.NearNames;
import dev.coffer.backup.internal.store.FileNames;
import dev.coffer.backup.spi.LooseFile;
import dev.coffer.backup.spi.LooseRows;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which table of the target a loose file is for, and whether the columns of its header are that one's. */
final class LooseTables {
    private final Map<TableName, TargetState.Table> tables;
    private final Set<TableName> taken = new HashSet<>();

    LooseTables(TargetState target) {
        this.tables = target.tables();
    }

    /**
     * The table that the plan names, else the one that a backup would name such a file after.
     *
     * @param intoTable {@code schema.table}, or {@code table} where only one schema has it
     */
    TableName of(LooseRows.OneFile file, @Nullable String intoTable) {
        TableName table = intoTable == null ? byFile(file) : named(intoTable);
        if (!taken.add(table)) {
            throw Problem.of(ErrorCode.INVALID_PLAN, "two files are for the same table")
                    .table(table)
                    .file(LooseFile.nameOf(file.path()))
                    .hint("put their rows into one file, or load one after the other")
                    .exception();
        }
        return table;
    }

    private TableName named(String name) {
        List<TableName> found = tables.keySet().stream()
                .filter(table -> table.toString().equals(name) || table.name().equals(name))
                .toList();
        if (found.isEmpty()) {
            throw Problem.of(ErrorCode.UNKNOWN_TABLE, "the target has no table \"" + name + "\"")
                    .hint("name a table as schema.table, case included; the target has "
                            + NearNames.of(name, tables.keySet()))
                    .exception();
        }
        if (found.size() > 1) {
            throw Problem.of(
                            ErrorCode.AMBIGUOUS_TABLE,
                            "\"" + name + "\" fits several tables: " + NearNames.of(name, found))
                    .hint("name the table with its schema")
                    .exception();
        }
        return found.get(0);
    }

    private TableName byFile(LooseRows.OneFile file) {
        Map<String, TableName> byStem = new HashMap<>();
        tables.keySet().forEach(table -> byStem.put(FileNames.of(table), table));
        TableName table = byStem.get(file.stem());
        if (table == null) {
            throw Problem.of(ErrorCode.UNKNOWN_TABLE, "no table of the target has a file of this name")
                    .file(LooseFile.nameOf(file.path()))
                    .hint("say which with intoTable(…); the target has " + NearNames.of(file.stem(), tables.keySet()))
                    .exception();
        }
        return table;
    }

    /** Refuses a header with columns that the table does not have or computes itself, or without one that it must have. */
    void requireColumns(LooseRows.OneFile file, TableName name) {
        Map<String, TargetState.Column> columns =
                requireNonNull(tables.get(name)).columns();
        String known = String.join(", ", columns.keySet());
        for (String column : file.columns()) {
            TargetState.Column existing = columns.get(column);
            if (existing == null) {
                throw wrong(file, name, column, "the header names a column that the table does not have")
                        .hint(separator(file)
                                .map(other -> "the fields seem to be separated by " + other
                                        + ": give the strategy CsvDialect.excel().separator(…)")
                                .orElse("the table's columns are " + known + "; names are compared case included"))
                        .exception();
            }
            if (existing.generated()) {
                throw wrong(file, name, column, "the header names a column that the table generates")
                        .hint("leave it out of the file")
                        .exception();
            }
        }
        for (Map.Entry<String, TargetState.Column> column : columns.entrySet()) {
            if (column.getValue().required() && !file.columns().contains(column.getKey())) {
                throw wrong(
                                file,
                                name,
                                column.getKey(),
                                "the header lacks a column that has no default and takes no NULL")
                        .hint("add it to the file, or give the column a default")
                        .exception();
            }
        }
    }

    private static Problem wrong(LooseRows.OneFile file, TableName table, String column, String what) {
        return Problem.of(ErrorCode.UNKNOWN_COLUMN, what)
                .table(table)
                .column(column)
                .file(LooseFile.nameOf(file.path()))
                .line(1);
    }

    /** A header of one name with separators in it was read with the wrong one. */
    private static Optional<String> separator(LooseRows.OneFile file) {
        if (file.columns().size() > 1) {
            return Optional.empty();
        }
        String only = file.columns().get(0);
        if (only.indexOf(';') >= 0) {
            return Optional.of("semicolons");
        }
        return only.indexOf('\t') >= 0 ? Optional.of("tabs") : Optional.empty();
    }
}
