package dev.coffer.backup.internal.schema;

import dev.coffer.backup.TableName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the catalogs say about a table, gathered from several queries. */
final class TableDefinition {
    final Address address;
    final TableName name;
    final String identity;
    final boolean unlogged;
    final boolean partition;
    final @Nullable String partitionKey;
    final @Nullable String partitionBound;
    final @Nullable String ofType;
    final @Nullable String accessMethod;
    final String replicaIdentity;
    final @Nullable String options;
    final @Nullable String foreignServer;
    final String foreignOptions;
    final Map<Integer, TableColumn> columns = new TreeMap<>();
    final Map<Integer, TableIdentity> identities = new HashMap<>();
    final List<TableCheck> checks = new ArrayList<>();
    final List<Parent> parents = new ArrayList<>();

    /** A table that this one inherits from, or is a partition of. */
    record Parent(long oid, TableName name) {}

    TableDefinition(ResultRow row, Drafts into) {
        this.address = new Address("pg_class", row.number(0));
        this.name = new TableName(row.text(1), row.text(2));
        this.identity = row.text(3);
        this.unlogged = row.text(5).equals("u");
        this.partition = row.flag(6);
        this.partitionKey = row.textOrNull(7);
        this.partitionBound = row.textOrNull(8);
        this.ofType = row.textOrNull(9);
        this.accessMethod = row.textOrNull(10);
        this.replicaIdentity = row.text(11);
        this.options = row.textOrNull(12);
        this.foreignServer = row.textOrNull(13);
        this.foreignOptions = ForeignOptions.of(row, 14, "foreign table " + identity, into);
    }

    /** Whether CREATE TABLE names the column: a partition is made whole and then attached, a child gets the rest from its parents. */
    boolean prints(TableColumn column) {
        return column.local() || partition;
    }

    boolean prints(TableCheck check) {
        return check.local() || (partition && check.validated());
    }

    boolean foreign() {
        return foreignServer != null;
    }

    /** What CREATE, COMMENT ON and DROP call it. */
    String word() {
        return foreign() ? "FOREIGN TABLE" : "TABLE";
    }

    String quoted() {
        return Sql.quote(name);
    }
}
