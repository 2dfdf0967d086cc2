package dev.coffer.backup.csv;

import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import dev.coffer.backup.spi.LooseFile;
import dev.coffer.backup.spi.LooseRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** CSV files that lie alone: what their headers say. */
final class LooseCsv {
    private static final List<String> SUFFIXES = List.of(".csv", ".csv.gz", ".csv.zst");

    private LooseCsv() {}

    static Optional<LooseRows> describe(Path path, CsvDialect dialect, int maxRecordLength) throws IOException {
        List<LooseRows.OneFile> files = new ArrayList<>();
        for (Path file : files(path)) {
            files.add(describeOne(file, dialect, maxRecordLength));
        }
        return files.isEmpty() ? Optional.empty() : Optional.of(new LooseRows(files));
    }

    private static List<Path> files(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            return suffix(path) == null ? List.of() : List.of(path);
        }
        try (Stream<Path> all = Files.list(path)) {
            return all.filter(file -> suffix(file) != null && Files.isRegularFile(file))
                    .sorted()
                    .toList();
        }
    }

    private static @Nullable String suffix(Path file) {
        String name = LooseFile.nameOf(file).toLowerCase(Locale.ROOT);
        return SUFFIXES.stream().filter(name::endsWith).findFirst().orElse(null);
    }

    private static LooseRows.OneFile describeOne(Path file, CsvDialect dialect, int maxRecordLength)
            throws IOException {
        String name = LooseFile.nameOf(file);
        if (name.endsWith(CsvDialect.SPREADSHEET_SUFFIX)) {
            throw Problem.of(
                            ErrorCode.UNKNOWN_FORMAT,
                            "the file was written for spreadsheets: its values are not what they were")
                    .file(name)
                    .hint("load the table's file in csv_exports")
                    .exception();
        }
        String suffix = suffix(file);
        String stem = name.substring(0, name.length() - (suffix == null ? 0 : suffix.length()));
        try (CsvRecords records = CsvRecords.unknown(LooseFile.open(file), name, dialect, maxRecordLength)) {
            return new LooseRows.OneFile(file, stem, records.names());
        }
    }
}
