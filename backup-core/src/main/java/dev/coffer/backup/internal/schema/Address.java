package dev.coffer.backup.internal.schema;

/**
 * How the server itself names an object: the catalog that holds it and its OID there. Never leaves this package, since an OID means
 * nothing in another database.
 *
 * @param catalog such as {@code pg_class}
 * @param oid the object's OID
 * @param column the number of a column of the object, or 0 for the object itself
 */
record Address(String catalog, long oid, int column) {
    Address(String catalog, long oid) {
        this(catalog, oid, 0);
    }

    Address whole() {
        return column == 0 ? this : new Address(catalog, oid, 0);
    }
}
