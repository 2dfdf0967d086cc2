package dev.coffer.backup.internal.schema;

/** The sequence behind an identity column. */
final class TableIdentity {
    private final Address address;
    private final String sequence;
    private final boolean unlogged;
    private final SequenceOptions options;

    TableIdentity(ResultRow row) {
        this.address = new Address("pg_class", row.number(12));
        this.sequence = Sql.quote(row.text(2), row.text(3));
        this.unlogged = row.text(5).equals("u");
        this.options = SequenceOptions.of(row, 6);
    }

    Address address() {
        return address;
    }

    String sequence() {
        return sequence;
    }

    boolean unlogged() {
        return unlogged;
    }

    String sql() {
        return "(" + options.sql(sequence) + ")";
    }
}
