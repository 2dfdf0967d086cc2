package dev.coffer.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What a backup with CSV holds: two of equal contents stand for equal databases, as far as this library can see. */
final class Contents {
    private Contents() {}

    /** The schema as text and each table's rows, whatever their order; partitions that differ by a number only count as one (P12). */
    static Map<String, List<String>> of(Path backup) {
        Map<String, List<String>> contents = new TreeMap<>();
        try (Stream<Path> tables = Files.list(backup.resolve("csv_exports"))) {
            for (Path table : tables.toList()) {
                String name = table.getFileName().toString().replaceAll("\\d+\\.csv$", ".csv");
                contents.computeIfAbsent(name, n -> new ArrayList<>()).addAll(Files.readAllLines(table));
            }
            contents.values().forEach(Collections::sort);
            contents.put("schema", Files.readAllLines(backup.resolve("schema.sql")));
            return contents;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The schema as a restore reads it, without what is another for every database: its name, numbers and size. */
    static String withoutNumbers(Path backup) {
        try {
            return Files.readString(backup.resolve("schema.json"))
                    .replaceAll("\"(typeOid|databaseBytes)\" : \\d+", "\"$1\"")
                    // The owner of a database is an entry that names it.
                    .replaceAll("test_\\d+_\\d+", "test")
                    .replaceAll("\"(database|databaseId)\" : \"[^\"]*\"", "\"$1\"");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
