package dev.coffer.backup.internal.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes the drafts of one table: the table, and the defaults and checks that may have to stand apart. */
final class TableDrafts {
    private final TableDefinition table;
    private final Map<Long, TableDefinition> all;

    TableDrafts(TableDefinition table, Map<Long, TableDefinition> all) {
        this.table = table;
        this.all = all;
    }

    void addTo(Drafts into) {
        Draft draft = new Draft(
                        table.address, table.foreign() ? "foreign table" : "table", table.name.schema(), table.identity)
                .statements(this::statements)
                .table(table.name)
                .drop("DROP " + table.word() + " " + table.quoted());
        table.parents.forEach(parent -> draft.needs(new Address("pg_class", parent.oid())));
        into.add(draft);
        into.target(table.address, table.word() + " " + table.quoted(), table.address);
        for (TableColumn column : table.columns.values()) {
            addColumn(column, into);
        }
        for (TableIdentity identity : table.identities.values()) {
            into.target(identity.address(), "SEQUENCE " + identity.sequence(), table.address);
        }
        for (TableCheck check : table.checks) {
            addCheck(check, into);
        }
    }

    private void addColumn(TableColumn column, Drafts into) {
        into.target(
                new Address("pg_class", table.address.oid(), column.number()),
                "COLUMN " + table.quoted() + "." + Sql.quote(column.name()),
                table.address);
        if (column.isGenerated()) {
            into.alias(column.defaultAddress(), table.address);
        } else if (column.hasDefault()) {
            Draft apart = new Draft(
                            column.defaultAddress(),
                            "default",
                            table.name.schema(),
                            table.identity + "." + column.name())
                    .statement(alterColumn(column, "SET DEFAULT " + column.expression()))
                    .table(table.name)
                    .needs(table.address)
                    .drop(alterColumn(column, "DROP DEFAULT"));
            into.addInside(table.address, apart);
        }
    }

    private void addCheck(TableCheck check, Drafts into) {
        into.target(
                check.address(),
                "CONSTRAINT " + Sql.quote(check.name()) + " ON " + table.quoted(),
                creatorOf(check),
                table.address);
        if (!table.prints(check) || (check.notNull() && check.validated())) {
            into.alias(check.address(), table.address);
            return;
        }
        Draft apart = new Draft(
                        check.address(),
                        check.notNull() ? "not-null constraint" : "check constraint",
                        table.name.schema(),
                        table.identity + " " + check.name())
                .statement("ALTER TABLE " + table.quoted() + "\n    ADD " + check.sql())
                .table(table.name)
                .needs(table.address)
                .drop("ALTER TABLE " + table.quoted() + " DROP CONSTRAINT " + Sql.quote(check.name()));
        if (check.validated()) {
            into.addInside(table.address, apart);
        } else {
            // Inside CREATE TABLE it would count as valid.
            into.add(apart.postData());
        }
    }

    /** The draft after which the table has the constraint. */
    private Address creatorOf(TableCheck check) {
        if (check.validated() && check.notNull()) {
            return table.address;
        }
        return table.prints(check) ? check.address() : inherited(table, check);
    }

    /** What is not valid comes to the children when it comes to the parent that has it of its own, valid there or not. */
    private Address inherited(TableDefinition child, TableCheck check) {
        for (TableDefinition.Parent each : child.parents) {
            TableDefinition parent = all.get(each.oid());
            if (parent == null) {
                continue;
            }
            for (TableCheck of : parent.checks) {
                if (of.name().equals(check.name()) && of.notNull() == check.notNull()) {
                    if (!parent.prints(of)) {
                        return inherited(parent, of);
                    }
                    return of.validated() ? table.address : of.address();
                }
            }
        }
        return table.address;
    }

    /** A NOT NULL that is valid here and on no parent: theirs come after the rows, and would be no more valid here. */
    private boolean validBeforeParents(TableCheck check) {
        List<TableCheck> above = notNullOfParents(check);
        return check.validated() && !above.isEmpty() && above.stream().noneMatch(TableCheck::validated);
    }

    private List<TableCheck> notNullOfParents(TableCheck check) {
        List<TableCheck> above = new ArrayList<>();
        TableColumn column = table.columns.get(check.column());
        for (TableDefinition.Parent each : table.parents) {
            TableDefinition parent = all.get(each.oid());
            if (parent == null) {
                continue;
            }
            for (TableCheck of : parent.checks) {
                TableColumn same = parent.columns.get(of.column());
                if (of.notNull()
                        && same != null
                        && column != null
                        && same.name().equals(column.name())) {
                    above.add(of);
                }
            }
        }
        return above;
    }

    private String alterColumn(TableColumn column, String action) {
        return "ALTER TABLE ONLY " + table.quoted() + " ALTER COLUMN " + Sql.quote(column.name()) + " " + action;
    }

    private List<String> statements(Set<Address> inside) {
        List<String> statements = new ArrayList<>();
        statements.add(create(inside));
        if (table.partitionBound != null) {
            for (TableDefinition.Parent parent : table.parents) {
                statements.add("ALTER TABLE ONLY " + Sql.quote(parent.name()) + " ATTACH PARTITION " + table.quoted()
                        + " " + table.partitionBound);
            }
        }
        for (TableColumn column : table.columns.values()) {
            alter(column, inside, statements);
        }
        if (table.replicaIdentity.equals("f")) {
            statements.add("ALTER TABLE ONLY " + table.quoted() + " REPLICA IDENTITY FULL");
        } else if (table.replicaIdentity.equals("n") && !table.foreign()) {
            statements.add("ALTER TABLE ONLY " + table.quoted() + " REPLICA IDENTITY NOTHING");
        }
        return statements;
    }

    private String create(Set<Address> inside) {
        List<String> lines = new ArrayList<>();
        for (TableColumn column : table.columns.values()) {
            String line = column(column, inside);
            if (table.prints(column) && !line.isEmpty()) {
                lines.add(line);
            }
        }
        for (TableCheck check : table.checks) {
            TableColumn of = table.columns.get(check.column());
            boolean printedByColumn = of != null && table.prints(of);
            if (inside.contains(check.address())
                    || (check.notNull()
                            && check.validated()
                            && (check.local() || validBeforeParents(check))
                            && !printedByColumn)) {
                lines.add(check.sql());
            }
        }
        StringBuilder sql = new StringBuilder("CREATE ")
                .append(table.unlogged ? "UNLOGGED " : "")
                .append(table.word())
                .append(' ')
                .append(table.quoted());
        if (table.ofType != null) {
            sql.append(" OF ").append(table.ofType);
        }
        if (table.ofType == null || !lines.isEmpty()) {
            sql.append(lines.isEmpty() ? " (" : " (\n    ")
                    .append(String.join(",\n    ", lines))
                    .append(lines.isEmpty() ? ")" : "\n)");
        }
        if (!table.partition && !table.parents.isEmpty()) {
            sql.append("\nINHERITS (")
                    .append(String.join(
                            ", ",
                            table.parents.stream()
                                    .map(parent -> Sql.quote(parent.name()))
                                    .toList()))
                    .append(')');
        }
        if (table.foreignServer != null) {
            sql.append("\nSERVER ").append(Sql.quote(table.foreignServer)).append(table.foreignOptions);
        }
        if (table.partitionKey != null) {
            sql.append("\nPARTITION BY ").append(table.partitionKey);
        }
        if (table.accessMethod != null) {
            sql.append("\nUSING ").append(Sql.quote(table.accessMethod));
        }
        if (table.options != null) {
            sql.append("\nWITH (").append(table.options).append(')');
        }
        return sql.toString();
    }

    private String column(TableColumn column, Set<Address> inside) {
        StringBuilder sql = new StringBuilder();
        if (column.isGenerated()) {
            if (!comesFromParents(column)) {
                sql.append(" GENERATED ALWAYS AS (").append(column.expression()).append(')');
                sql.append(column.generated().equals("s") ? " STORED" : " VIRTUAL");
            }
        } else if (inside.contains(column.defaultAddress())) {
            sql.append(" DEFAULT ").append(column.expression());
        } else if (!table.partition && !column.hasDefault() && inherited(column, TableColumn::hasDefault)) {
            sql.append(" DEFAULT NULL");
        }
        TableIdentity identity = table.identities.get(column.number());
        if (identity != null) {
            sql.append(" GENERATED ")
                    .append(column.identity().equals("a") ? "ALWAYS" : "BY DEFAULT")
                    .append(" AS IDENTITY ")
                    .append(identity.sql());
        }
        sql.append(notNull(column));
        if (table.ofType != null) {
            return sql.isEmpty() ? "" : Sql.quote(column.name()) + " WITH OPTIONS" + sql;
        }
        String collate = column.collation() == null ? "" : " COLLATE " + column.collation();
        String options = column.foreignOptions() == null ? "" : " OPTIONS (" + column.foreignOptions() + ")";
        return Sql.quote(column.name()) + " " + column.type() + options + collate + sql;
    }

    private String notNull(TableColumn column) {
        TableCheck constraint = notNullConstraint(column);
        if (constraint == null) {
            return column.notNull() && (table.partition || !inherited(column, TableColumn::notNull)) ? " NOT NULL" : "";
        }
        if (!constraint.validated() || !(table.prints(constraint) || validBeforeParents(constraint))) {
            return "";
        }
        String usual = table.name.name() + "_" + column.name() + "_not_null";
        String name = constraint.name().equals(usual) ? "" : " CONSTRAINT " + Sql.quote(constraint.name());
        return name + " NOT NULL" + (constraint.definition().endsWith(" NO INHERIT") ? " NO INHERIT" : "");
    }

    private @Nullable TableCheck notNullConstraint(TableColumn column) {
        return table.checks.stream()
                .filter(check -> check.notNull() && check.column() == column.number())
                .findFirst()
                .orElse(null);
    }

    private void alter(TableColumn column, Set<Address> inside, List<String> statements) {
        if (!table.prints(column)) {
            alterInherited(column, inside, statements);
        }
        column.settings("ALTER TABLE ONLY " + table.quoted(), statements);
        TableIdentity identity = table.identities.get(column.number());
        if (identity != null && identity.unlogged() != table.unlogged) {
            statements.add(
                    "ALTER SEQUENCE " + identity.sequence() + " SET " + (identity.unlogged() ? "UNLOGGED" : "LOGGED"));
        }
    }

    /** A child may differ from its parents in what it inherits. */
    private void alterInherited(TableColumn column, Set<Address> inside, List<String> statements) {
        if (column.foreignOptions() != null) {
            statements.add("ALTER FOREIGN TABLE ONLY " + table.quoted() + " ALTER COLUMN " + Sql.quote(column.name())
                    + " OPTIONS (" + column.foreignOptions() + ")");
        }
        if (inside.contains(column.defaultAddress())) {
            statements.add(alterColumn(column, "SET DEFAULT " + column.expression()));
        } else if (column.expression() == null && inherited(column, TableColumn::hasDefault)) {
            statements.add(alterColumn(column, "DROP DEFAULT"));
        }
        if (column.notNull() && notNullConstraint(column) == null && !inherited(column, TableColumn::notNull)) {
            statements.add(alterColumn(column, "SET NOT NULL"));
        }
    }

    /** Servers before 16 do not let a child say again what its parents generate. */
    private boolean comesFromParents(TableColumn column) {
        return !table.partition
                && inherited(column, TableColumn::isGenerated)
                && ofParents(column).allMatch(of -> Objects.equals(of.expression(), column.expression()));
    }

    private boolean inherited(TableColumn column, Predicate<TableColumn> what) {
        return ofParents(column).anyMatch(what);
    }

    private Stream<TableColumn> ofParents(TableColumn column) {
        return table.parents.stream()
                .map(parent -> all.get(parent.oid()))
                .filter(parent -> parent != null)
                .flatMap(parent -> parent.columns.values().stream())
                .filter(of -> of.name().equals(column.name()));
    }
}
