package dev.coffer.backup.internal.watch;

import dev.coffer.backup.BackupHistory.Entry;
import dev.coffer.backup.internal.store.Manifest;
import dev.coffer.backup.spi.TableData;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** What the page says of one database. */
final class DatabaseSection {
    private static final int TABLES = 15;
    private static final int BACKUPS = 15;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final StringBuilder page;
    private final List<Entry> entries;
    private final Map<String, Manifest> there;
    private final Entry last;
    private final @Nullable Entry previous;

    /**
     * @param entries at least one, oldest first
     * @param there the backups that still exist, by the names of their folders, oldest first
     */
    DatabaseSection(StringBuilder page, List<Entry> entries, Map<String, Manifest> there) {
        this.page = page;
        this.entries = entries;
        this.there = there;
        this.last = entries.get(entries.size() - 1);
        this.previous = entries.size() > 1 ? entries.get(entries.size() - 2) : null;
    }

    void write() {
        page.append("<h2>").append(Html.text(last.database())).append("</h2>\n<p>");
        page.append(entries.size()).append(entries.size() == 1 ? " backup" : " backups");
        page.append(" taken, ").append(there.size()).append(" kept, the last as of ");
        page.append(TIME.format(last.time())).append("</p>\n<div class=\"facts\">\n");
        fact("Database", Html::bytes, Entry::databaseBytes);
        fact("Backup", Html::bytes, Entry::backupBytes);
        fact("Rows", Html::number, Entry::rows);
        fact("Duration", DatabaseSection::seconds, entry -> entry.elapsed().toMillis());
        page.append("</div>\n<div class=\"grid\">\n");
        chart("Size of the database", Html::bytes, Entry::databaseBytes);
        chart("Size of the backup", Html::bytes, Entry::backupBytes);
        chart("Rows", Html::number, Entry::rows);
        chart("Duration", DatabaseSection::seconds, entry -> entry.elapsed().toMillis());
        page.append("</div>\n");
        List<Manifest> kept = new ArrayList<>(there.values());
        if (!kept.isEmpty()) {
            tables(kept.get(kept.size() - 1));
        }
        backups();
    }

    private static String seconds(long millis) {
        Duration duration = Duration.ofMillis(millis);
        return duration.toMinutes() > 0
                ? duration.toMinutes() + " min " + duration.toSecondsPart() + " s"
                : String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
    }

    private void fact(String title, LongFunction<String> text, ToLongFunction<Entry> value) {
        long now = value.applyAsLong(last);
        page.append("<div class=\"card\"><h3>").append(title).append("</h3><div class=\"value\">");
        page.append(text.apply(now)).append("</div><div class=\"change");
        if (previous == null) {
            page.append("\">the first</div></div>\n");
            return;
        }
        long before = value.applyAsLong(previous);
        if (now == before) {
            page.append("\">as the last time</div></div>\n");
            return;
        }
        boolean fewerRows = title.equals("Rows") && now < before;
        page.append(now > before ? " up" : fewerRows ? " down" : " less").append("\">");
        page.append(now > before ? "+" : "−").append(text.apply(Math.abs(now - before)));
        if (before > 0) {
            page.append(String.format(Locale.ROOT, " (%.1f %%)", 100.0 * Math.abs(now - before) / before));
        }
        page.append("</div></div>\n");
    }

    private void chart(String title, LongFunction<String> text, ToLongFunction<Entry> value) {
        page.append("<div class=\"card\"><h3>").append(title).append("</h3>\n");
        LineChart.draw(
                page,
                title,
                entries.stream()
                        .map(entry -> new LineChart.Point(entry.time(), value.applyAsLong(entry)))
                        .toList(),
                text);
        page.append("</div>\n");
    }

    private void tables(Manifest newest) {
        List<Manifest.Table> largest = newest.tables().stream()
                .sorted(Comparator.comparingLong(Manifest.Table::bytes).reversed())
                .limit(TABLES)
                .toList();
        long most = largest.stream().mapToLong(Manifest.Table::bytes).max().orElse(0);
        page.append("<div class=\"grid\"><div class=\"card\"><h3>");
        page.append(newest.tables().size() > TABLES ? "The " + TABLES + " largest tables" : "Tables");
        page.append(
                " in the newest backup</h3>\n<table><tr><th>table</th><th>rows</th><th>as text</th><th class=\"share\">"
                        + "</th></tr>\n");
        for (Manifest.Table table : largest) {
            page.append("<tr><td>")
                    .append(
                            table.kind() == TableData.Kind.TABLE
                                    ? Html.text(table.name().toString())
                                    : "large objects");
            page.append("</td><td>").append(Html.number(table.rows()));
            page.append("</td><td>").append(Html.bytes(table.bytes()));
            page.append("</td><td class=\"share\"><div class=\"bar\" style=\"width:");
            page.append(most == 0 ? 0 : Math.round(100.0 * table.bytes() / most))
                    .append("%\"></div></td></tr>\n");
        }
        page.append("</table></div></div>\n");
    }

    private void backups() {
        List<Entry> newestFirst =
                new ArrayList<>(entries.subList(Math.max(0, entries.size() - BACKUPS), entries.size()));
        Collections.reverse(newestFirst);
        page.append("<div class=\"grid\"><div class=\"card\"><h3>");
        page.append(entries.size() > BACKUPS ? "The last " + BACKUPS + " backups" : "Backups");
        page.append("</h3>\n<table><tr><th>as of</th><th>rows</th><th>size</th><th class=\"wide\">took</th>"
                + "<th class=\"wide\">folder</th></tr>\n");
        for (Entry entry : newestFirst) {
            boolean kept = there.containsKey(entry.directory());
            page.append(kept ? "<tr><td>" : "<tr class=\"gone\"><td>").append(TIME.format(entry.time()));
            page.append("</td><td>").append(Html.number(entry.rows()));
            page.append("</td><td>").append(Html.bytes(entry.backupBytes()));
            page.append("</td><td class=\"wide\">")
                    .append(seconds(entry.elapsed().toMillis()));
            page.append("</td><td class=\"wide\">").append(kept ? Html.text(entry.directory()) : "removed since");
            page.append("</td></tr>\n");
        }
        page.append("</table></div></div>\n");
    }
}
