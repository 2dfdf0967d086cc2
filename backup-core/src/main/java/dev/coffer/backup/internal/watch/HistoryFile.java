package dev.coffer.backup.internal.watch;

import dev.coffer.backup.BackupHistory;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import dev.coffer.backup.internal.store.AppendedFile;
import dev.coffer.backup.internal.store.Manifest;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** {@code history.csv}: a header, and a line for each backup. */
public final class HistoryFile {
    private static final String HEADER = "time,database,database_id,database_bytes,backup_bytes,rows,seconds,directory";
    private static final int FIELDS = 8;

    private HistoryFile() {}

    /** Adds a backup that is complete. */
    public static void append(Path root, Path directory, Manifest manifest) {
        String line = String.join(
                ",",
                manifest.snapshotTime().toString(),
                quoted(manifest.server().database()),
                quoted(manifest.server().databaseId()),
                Long.toString(manifest.server().databaseBytes()),
                Long.toString(manifest.files().stream()
                        .mapToLong(Manifest.File::bytes)
                        .sum()),
                Long.toString(manifest.tables().stream()
                        .mapToLong(Manifest.Table::rows)
                        .sum()),
                String.format(
                        Locale.ROOT,
                        "%.3f",
                        Duration.between(manifest.startedAt(), manifest.finishedAt())
                                        .toMillis()
                                / 1000.0),
                quoted(String.valueOf(directory.getFileName())));
        AppendedFile.append(root.resolve(BackupHistory.FILE), HEADER, line);
    }

    public static List<BackupHistory.Entry> read(Path root) {
        List<BackupHistory.Entry> entries = new ArrayList<>();
        int number = 0;
        for (String line : AppendedFile.lines(root.resolve(BackupHistory.FILE))) {
            number++;
            if (number > 1 || !line.equals(HEADER)) {
                entries.add(entry(line, number));
            }
        }
        return entries;
    }

    private static BackupHistory.Entry entry(String line, int number) {
        try {
            List<String> fields = fields(line);
            if (fields.size() == FIELDS) {
                return new BackupHistory.Entry(
                        Instant.parse(fields.get(0)),
                        fields.get(1),
                        fields.get(2),
                        Long.parseLong(fields.get(3)),
                        Long.parseLong(fields.get(4)),
                        Long.parseLong(fields.get(5)),
                        Duration.ofMillis(Math.round(Double.parseDouble(fields.get(6)) * 1000)),
                        fields.get(7));
            }
        } catch (NumberFormatException | DateTimeException e) {
            throw malformed(number, e);
        }
        throw malformed(number, null);
    }

    private static RuntimeException malformed(int number, @org.jspecify.annotations.Nullable Exception cause) {
        return Problem.of(ErrorCode.MALFORMED, "the line is not one of a history")
                .file(BackupHistory.FILE)
                .line(number)
                .hint("remove the line; backups do not depend on this file")
                .exception(cause);
    }

    // A name may hold anything but a line feed that would end the line here.
    private static String quoted(String text) {
        return '"' + text.replace("\"", "\"\"").replaceAll("[\r\n]", " ") + '"';
    }

    private static List<String> fields(String line) {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean inQuotes = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"') {
                if (inQuotes && i + 1 < line.length() && line.charAt(i + 1) == '"') {
                    field.append(c);
                    i++;
                } else {
                    inQuotes = !inQuotes;
                }
            } else if (c == ',' && !inQuotes) {
                fields.add(field.toString());
                field.setLength(0);
            } else {
                field.append(c);
            }
        }
        fields.add(field.toString());
        return fields;
    }
}
