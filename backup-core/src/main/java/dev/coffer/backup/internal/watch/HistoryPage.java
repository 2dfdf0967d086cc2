package dev.coffer.backup.internal.watch;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.coffer.backup.BackupHistory;
import dev.coffer.backup.internal.store.BackupFiles;
import dev.coffer.backup.internal.store.Manifest;
import dev.coffer.backup.internal.store.PrivateFile;
import dev.coffer.backup.internal.store.StorageFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** The page of a folder: a section for each database, with charts drawn here and nothing loaded from elsewhere. */
public final class HistoryPage {
    private static final String STYLE = "report.css";

    private HistoryPage() {}

    public static void write(Path root, Path file) {
        Map<String, List<BackupHistory.Entry>> databases = HistoryFile.read(root).stream()
                .collect(Collectors.groupingBy(
                        BackupHistory.Entry::databaseId, LinkedHashMap::new, Collectors.toList()));
        List<BackupFiles> backups = BackupFiles.list(root);
        StringBuilder page = new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
                + "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>Backups</title>\n<style>\n"
                + style() + "</style></head>\n<body><main><h1>Backups</h1>\n");
        if (databases.isEmpty()) {
            page.append("<p>No backup was taken into this folder yet.</p>\n");
        }
        databases.forEach((id, entries) -> new DatabaseSection(page, entries, of(id, backups)).write());
        page.append("<footer>Drawn from ").append(BackupHistory.FILE);
        page.append(" and the newest backup of each database. Times are UTC.</footer>\n</main></body></html>\n");
        try (OutputStream out = PrivateFile.create(file)) {
            out.write(page.toString().getBytes(UTF_8));
        } catch (IOException e) {
            throw StorageFailure.writing(e, file.toString(), file.getParent());
        }
    }

    /** The backups of a database that are still there, by the names of their folders. */
    private static Map<String, Manifest> of(String databaseId, List<BackupFiles> backups) {
        Map<String, Manifest> there = new LinkedHashMap<>();
        backups.stream()
                .filter(backup -> backup.manifest().server().databaseId().equals(databaseId))
                .forEach(backup -> there.put(String.valueOf(backup.directory().getFileName()), backup.manifest()));
        return there;
    }

    private static String style() {
        try (InputStream in = HistoryPage.class.getResourceAsStream(STYLE)) {
            return new String(Objects.requireNonNull(in, STYLE).readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("a part of the library cannot be read", e);
        }
    }
}
