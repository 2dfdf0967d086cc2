package dev.coffer.backup.internal.catalogue;

import dev.coffer.backup.TableName;
import dev.coffer.backup.spi.Column;
import java.util.List;

/**
 * A table whose rows are stored, as the catalogue document describes it.
 *
 * @param name the table
 * @param columns the stored columns, generated ones left out, in attribute order
 * @param key the columns of the primary key in its order; empty where there is none
 */
public record CatalogueTable(TableName name, List<Column> columns, List<String> key) {
    public CatalogueTable {
        columns = List.copyOf(columns);
        key = List.copyOf(key);
    }
}
