package dev.coffer.backup.internal.backup;

import dev.coffer.backup.Skip;
import dev.coffer.backup.internal.store.Manifest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/**
 * The content of {@code BACKUP_INFO.txt}, for whoever finds the folder one day: what it is, where it came from, and how to
 * bring it back.
 */
final class BackupInfoText {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final int NAME_WIDTH = 44;

    private BackupInfoText() {}

    /**
     * Writes the text.
     *
     * @param source where the rows came from, without any secret
     * @param prepared the tables, the server and the snapshot
     * @param files all but this one and the manifest
     * @param exporters what each exporter says of its files
     */
    static String of(
            String source,
            Prepared prepared,
            Instant startedAt,
            long rows,
            List<Manifest.File> files,
            List<String> exporters) {
        var catalogue = prepared.cut().catalogue();
        var server = catalogue.server();
        StringBuilder text = new StringBuilder();
        text.append("Backup of the PostgreSQL database ")
                .append(oneLine(server.database()))
                .append("\n\n");
        text.append("State of:   ")
                .append(TIME.format(prepared.snapshot().time()))
                .append(", by the server's clock\n");
        text.append("Written at: ").append(TIME.format(startedAt)).append(", by this machine's clock\n");
        text.append("From:       ").append(oneLine(source)).append('\n');
        text.append("Server:     PostgreSQL ").append(oneLine(server.version()));
        text.append(", encoding ").append(server.encoding()).append('\n');
        text.append("Written by: Coffer ").append(LibraryVersion.TEXT).append('\n');
        text.append("Holds:      ")
                .append(Sizes.count(prepared.tables().size(), "table"))
                .append(" with ");
        text.append(Sizes.count(rows, "row"));
        if (prepared.tables().stream().anyMatch(table -> table.condition() != null)) {
            text.append("; of some tables only the rows that a condition chose, see manifest.json");
        }
        text.append('\n');
        prepared.cut()
                .catalogue()
                .withoutRows()
                .forEach(table -> text.append("            ")
                        .append(oneLine(table.toString()))
                        .append(" with its structure alone: its rows were left out\n"));
        text.append("\nFiles\n");
        for (Manifest.File file : files) {
            line(text, file.name(), Sizes.bytes(file.bytes()));
        }
        line(text, "manifest.json", "lists the files with SHA-256; without it this is no backup");
        List<Skip> skips = catalogue.skipped();
        if (!skips.isEmpty()) {
            text.append("\nLeft out\n");
            skips.forEach(
                    skip -> text.append("  ").append(oneLine(skip.toString())).append('\n'));
        }
        text.append("\nHow to restore\n");
        text.append("  Before rows are restored from this folder, every file is compared with manifest.json.\n");
        text.append("  The structure alone, into an empty database:\n");
        text.append("    psql -X -v ON_ERROR_STOP=1 -1 -d new_db -f schema.sql\n");
        for (String exporter : exporters) {
            text.append('\n').append(exporter.stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String name, String what) {
        text.append("  ").append(name).append(" ".repeat(Math.max(2, NAME_WIDTH - name.length())));
        text.append(what).append('\n');
    }

    private static String oneLine(String value) {
        StringBuilder text = new StringBuilder();
        value.codePoints().forEach(c -> {
            if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) {
                text.append("\\u{").append(Integer.toHexString(c)).append('}');
            } else {
                text.appendCodePoint(c);
            }
        });
        return text.toString();
    }
}
