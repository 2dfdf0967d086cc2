package dev.coffer.backup.internal.watch;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.coffer.backup.BackupHistory;
import dev.coffer.backup.internal.store.BackupFiles;
import dev.coffer.backup.internal.store.Manifest;
import dev.coffer.backup.internal.store.PrivateFile;
import dev.coffer.backup.internal.store.StorageFailure;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The page of a folder: a section for each database, with charts drawn here and nothing loaded from elsewhere. */
public final class HistoryPage {
    private static final int TABLES = 25;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final String STYLE = """
            body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem;color:#1c2733;background:#fff}
            h1{font-size:1.6rem;margin:0}h2{font-size:1.25rem;margin:2.5rem 0 .25rem;border-top:1px solid #d8dee4;padding-top:1.5rem}
            h3{font-size:1rem;margin:1.5rem 0 .25rem}p{margin:.25rem 0;color:#57606a}svg{width:100%;height:auto;display:block}
            table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}td,th{padding:.25rem .5rem;text-align:right;border-bottom:1px solid #eaeef2}
            td:first-child,th:first-child{text-align:left;overflow-wrap:anywhere}.bar{background:#0a7ea4;height:.7rem;border-radius:2px}td.bars{width:40%}
            .axis{stroke:#d8dee4}.line{fill:none;stroke:#0a7ea4;stroke-width:2}.dot{fill:#0a7ea4}text{font-size:11px;fill:#57606a}
            @media(prefers-color-scheme:dark){body{background:#0d1117;color:#e6edf3}p,text{color:#9aa4af;fill:#9aa4af}h2,td,th{border-color:#30363d}.axis{stroke:#30363d}}
            """;

    private HistoryPage() {}

    public static void write(Path root, Path file) {
        Map<String, List<BackupHistory.Entry>> databases = HistoryFile.read(root).stream()
                .collect(Collectors.groupingBy(
                        BackupHistory.Entry::databaseId, LinkedHashMap::new, Collectors.toList()));
        Map<String, Manifest> newest = BackupFiles.list(root).stream()
                .map(BackupFiles::manifest)
                .collect(Collectors.toMap(
                        manifest -> manifest.server().databaseId(), manifest -> manifest, (older, newer) -> newer));
        StringBuilder page = new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
                + "<meta name=\"viewport\" content=\"width=device-width\"><title>Backups</title>\n<style>" + STYLE
                + "</style></head>\n<body><h1>Backups</h1>\n");
        if (databases.isEmpty()) {
            page.append("<p>No backup was taken into this folder yet.</p>\n");
        }
        databases.forEach((id, entries) -> section(page, entries, newest.get(id)));
        page.append("</body></html>\n");
        try (OutputStream out = PrivateFile.create(file)) {
            out.write(page.toString().getBytes(UTF_8));
        } catch (IOException e) {
            throw StorageFailure.writing(e, file.toString(), file.getParent());
        }
    }

    private static void section(StringBuilder page, List<BackupHistory.Entry> entries, @Nullable Manifest newest) {
        BackupHistory.Entry last = entries.get(entries.size() - 1);
        page.append("<h2>").append(Html.text(last.database())).append("</h2>\n<p>");
        page.append(entries.size()).append(entries.size() == 1 ? " backup" : " backups");
        page.append(", the last as of ").append(TIME.format(last.time())).append(" UTC, ");
        page.append(Html.number(last.rows())).append(" rows, took ");
        page.append(String.format(Locale.ROOT, "%.1f s", last.elapsed().toMillis() / 1000.0));
        page.append("</p>\n");
        chart(page, "Size of the database", entries, BackupHistory.Entry::databaseBytes, true);
        chart(page, "Size of the backup", entries, BackupHistory.Entry::backupBytes, true);
        chart(page, "Rows", entries, BackupHistory.Entry::rows, false);
        if (newest != null) {
            tables(page, newest);
        }
    }

    private static void chart(
            StringBuilder page,
            String title,
            List<BackupHistory.Entry> entries,
            ToLongFunction<BackupHistory.Entry> value,
            boolean bytes) {
        page.append("<h3>").append(title).append("</h3>\n");
        LineChart.draw(
                page,
                title,
                entries.stream()
                        .map(entry -> new LineChart.Point(
                                entry.time(),
                                value.applyAsLong(entry),
                                bytes ? Html.bytes(value.applyAsLong(entry)) : Html.number(value.applyAsLong(entry))))
                        .toList());
    }

    private static void tables(StringBuilder page, Manifest newest) {
        List<Manifest.Table> largest = newest.tables().stream()
                .sorted(Comparator.comparingLong(Manifest.Table::bytes).reversed())
                .limit(TABLES)
                .toList();
        long most = largest.stream().mapToLong(Manifest.Table::bytes).max().orElse(0);
        page.append("<h3>").append(newest.tables().size() > TABLES ? "The " + TABLES + " largest tables" : "Tables");
        page.append(
                " in the newest backup</h3>\n<table><tr><th>table</th><th>rows</th><th>bytes as text</th><th></th></tr>\n");
        for (Manifest.Table table : largest) {
            page.append("<tr><td>").append(Html.text(table.name().toString()));
            page.append("</td><td>").append(Html.number(table.rows()));
            page.append("</td><td>").append(Html.bytes(table.bytes()));
            page.append("</td><td class=\"bars\"><div class=\"bar\" style=\"width:");
            page.append(most == 0 ? 0 : Math.round(100.0 * table.bytes() / most))
                    .append("%\"></div></td></tr>\n");
        }
        page.append("</table>\n");
    }
}
