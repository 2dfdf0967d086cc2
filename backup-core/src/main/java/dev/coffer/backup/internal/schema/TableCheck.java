package dev.coffer.backup.internal.schema;

/**
 * A CHECK or, since version 18, a NOT NULL constraint of a table.
 *
 * @param definition as {@code pg_get_constraintdef} prints it
 * @param local whether the table has it of its own, not only from a parent
 * @param column the number of the column of a NOT NULL
 */
record TableCheck(
        Address address,
        String name,
        boolean notNull,
        String definition,
        boolean local,
        boolean validated,
        int column) {
    static TableCheck of(ResultRow row) {
        boolean notNull = row.text(3).equals("n");
        return new TableCheck(
                new Address("pg_constraint", row.number(0)),
                row.text(2),
                notNull,
                row.text(4),
                row.flag(5),
                row.flag(6),
                notNull ? row.integer(7) : 0);
    }

    String sql() {
        return "CONSTRAINT " + Sql.quote(name) + " " + definition;
    }
}
