package dev.coffer.backup.internal.backup;

import dev.coffer.backup.TableName;
import dev.coffer.backup.internal.catalogue.LiveTable;
import dev.coffer.backup.internal.catalogue.ServerInfo;
import dev.coffer.backup.internal.store.Manifest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The content of {@code statistics.txt}: how large everything is, and why the backup is smaller. */
final class StatisticsText {
    private static final int LARGEST = 10;
    private static final String TOTAL = "total";

    private final ServerInfo server;
    private final List<Size> sizes;
    private final long largeObjectBytes;
    private final List<Manifest.File> files;
    private final StringBuilder text = new StringBuilder();

    /** What is known of a table. */
    private record Size(TableName name, long rows, long table, long index, long copyText) {
        long total() {
            return table + index;
        }
    }

    private StatisticsText(ServerInfo server, List<Size> sizes, long largeObjectBytes, List<Manifest.File> files) {
        this.server = server;
        this.sizes = sizes;
        this.largeObjectBytes = largeObjectBytes;
        this.files = files;
    }

    /**
     * Writes the text.
     *
     * @param counts of the same tables in the same order, large objects last where there are any
     * @param files those with rows
     */
    static String of(ServerInfo server, List<PlannedTable> tables, List<TableCount> counts, List<Manifest.File> files) {
        List<Size> sizes = new ArrayList<>();
        for (int i = 0; i < tables.size(); i++) {
            LiveTable live = tables.get(i).live();
            TableCount count = counts.get(i);
            sizes.add(
                    new Size(tables.get(i).name(), count.rows(), live.tableBytes(), live.indexBytes(), count.bytes()));
        }
        sizes.sort(Comparator.comparingLong(Size::total).reversed().thenComparing(Size::name));
        long largeObjects =
                counts.size() > tables.size() ? counts.get(tables.size()).bytes() : 0;
        return new StatisticsText(server, List.copyOf(sizes), largeObjects, files).write();
    }

    private String write() {
        long tables = sizes.stream().mapToLong(Size::table).sum();
        long indexes = sizes.stream().mapToLong(Size::index).sum();
        line("Database size: " + exact(server.databaseBytes()));
        line("Tables in this backup: " + Sizes.count(sizes.size()) + ", with "
                + Sizes.count(sizes.stream().mapToLong(Size::rows).sum(), "row"));
        line("");
        List<Size> filled = sizes.stream().filter(size -> size.rows() > 0).toList();
        line("The largest");
        for (Size size : filled.stream().limit(LARGEST).toList()) {
            line("  " + shown(size.name()) + ": " + Sizes.bytes(size.total()) + ", "
                    + Sizes.share(size.total(), server.databaseBytes()) + " of the database, "
                    + Sizes.count(size.rows(), "row"));
        }
        if (filled.isEmpty()) {
            line("  No table holds a row.");
        }
        line("");
        table(tables, indexes);
        line("");
        whySmaller(tables, indexes);
        return text.toString();
    }

    private void table(long tables, long indexes) {
        int width = sizes.stream()
                .mapToInt(size -> shown(size.name()).length())
                .max()
                .orElse(0);
        width = Math.max(width, TOTAL.length());
        row(width, "table", "rows", "table size", "index size", "total size");
        line("-".repeat(width + 4 + 15 + 3 * 14));
        for (Size size : sizes) {
            row(
                    width,
                    shown(size.name()),
                    Sizes.count(size.rows()),
                    Sizes.bytes(size.table()),
                    Sizes.bytes(size.index()),
                    Sizes.bytes(size.total()));
        }
        line("-".repeat(width + 4 + 15 + 3 * 14));
        row(
                width,
                TOTAL,
                Sizes.count(sizes.stream().mapToLong(Size::rows).sum()),
                Sizes.bytes(tables),
                Sizes.bytes(indexes),
                Sizes.bytes(tables + indexes));
        line("Table size is the rows with their TOAST, index size all indexes of the table.");
    }

    private void whySmaller(long tables, long indexes) {
        long database = server.databaseBytes();
        long copyText = sizes.stream().mapToLong(Size::copyText).sum();
        line("Why the backup and the database differ in size");
        figure(indexes, database, "indexes: stored as definitions, built again by a restore");
        figure(
                Math.max(0, database - tables - indexes),
                database,
                "system catalogs, free space maps, large objects and tables that are not in this backup");
        figure(
                tables,
                database,
                "tables as the server stores them, with page and row headers, dead rows and free space");
        figure(copyText, database, "the same rows as text, in PostgreSQL's own form");
        if (largeObjectBytes > 0) {
            figure(largeObjectBytes, database, "large objects as text, two digits for each byte");
        }
        Map<String, Long> formats = new LinkedHashMap<>();
        files.stream()
                .filter(file -> file.format() != null)
                .forEach(file -> formats.merge(Objects.requireNonNull(file.format()), file.bytes(), Long::sum));
        formats.forEach((format, bytes) -> figure(bytes, database, "the files of format " + format));
    }

    private void figure(long bytes, long database, String what) {
        line("  " + padded(Sizes.bytes(bytes), 14) + padded(Sizes.share(bytes, database), 6) + "  " + what);
    }

    private void row(int width, String name, String rows, String table, String index, String total) {
        line(name
                + " ".repeat(width - name.length() + 4)
                + padded(rows, 15)
                + padded(table, 14)
                + padded(index, 14)
                + padded(total, 14));
    }

    private void line(String line) {
        text.append(line).append('\n');
    }

    private static String exact(long bytes) {
        return Sizes.bytes(bytes) + " (" + Sizes.count(bytes) + " bytes)";
    }

    private static String padded(String value, int width) {
        return " ".repeat(Math.max(1, width - value.length())) + value;
    }

    /** A name on one line, whatever characters it has. */
    static String shown(TableName name) {
        StringBuilder text = new StringBuilder();
        name.toString().codePoints().forEach(c -> {
            if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) {
                text.append("\\u{").append(Integer.toHexString(c)).append('}');
            } else {
                text.appendCodePoint(c);
            }
        });
        return text.toString();
    }
}
