package dev.coffer.backup.spi;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.List;

/**
 * Files that hold rows and no schema, as their strategy found by reading how they begin: rows for tables that exist.
 *
 * @param files each with the columns that it has
 */
public record LooseRows(List<OneFile> files) {
    public LooseRows {
        files = List.copyOf(files);
    }

    /**
     * A file with the rows of one table.
     *
     * @param path where it lies
     * @param stem its name without folder and suffixes: {@code proteins} of {@code proteins.csv.gz}
     * @param columns the names that it gives to its columns, in its order
     */
    public record OneFile(Path path, String stem, List<String> columns) {
        public OneFile {
            requireNonNull(path, "path");
            requireNonNull(stem, "stem");
            columns = List.copyOf(columns);
        }
    }
}
