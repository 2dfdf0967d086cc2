package dev.coffer.backup.internal.store;

import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.FormatId;
import dev.coffer.backup.Problem;
import dev.coffer.backup.TableName;
import dev.coffer.backup.spi.Compression;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Whether the parts of a manifest go together: what holds for every one that was written by this library. */
final class ManifestCheck {
    private final Manifest manifest;
    private final Set<String> formats;
    private final Set<String> tablesOfFormats = new HashSet<>();

    private ManifestCheck(Manifest manifest) {
        this.manifest = manifest;
        this.formats = manifest.formats().stream().map(FormatId::name).collect(Collectors.toSet());
    }

    static void check(Manifest manifest) {
        ManifestCheck check = new ManifestCheck(manifest);
        if (check.formats.size() < manifest.formats().size()) {
            throw ManifestFile.damaged("a format is named twice");
        }
        check.tables();
        Set<String> names = new HashSet<>();
        for (Manifest.File file : manifest.files()) {
            check.name(file.name());
            if (!names.add(file.name().toLowerCase(Locale.ROOT))) {
                throw ManifestFile.damaged("two files have the same name");
            }
            check.format(file);
            check.pieces(file);
        }
    }

    private void tables() {
        Set<TableName> names = new HashSet<>();
        for (Manifest.Table table : manifest.tables()) {
            if (!names.add(table.name())) {
                throw ManifestFile.damaged("a table is named twice");
            }
        }
    }

    private void name(String name) {
        if (!FileNames.isSafe(name) || name.equals(ManifestFile.NAME)) {
            throw Problem.of(
                            ErrorCode.UNSAFE_PATH,
                            "the manifest names a file that no backup has: \"" + FileNames.printable(name) + "\"")
                    .file(ManifestFile.NAME)
                    .hint("this was not written by Coffer; do not restore it")
                    .exception();
        }
    }

    private void format(Manifest.File file) {
        String format = file.format();
        if (format != null && !formats.contains(format)) {
            throw ManifestFile.damaged("a file is of a format that the backup does not have");
        }
        if (format == null && !file.pieces().isEmpty()) {
            throw ManifestFile.damaged("a file with tables is of no format");
        }
    }

    /** Pieces follow each other without a gap, the parts of a table in their order, and none lies outside the file. */
    private void pieces(Manifest.File file) {
        int table = -1;
        int part = 0;
        long end = -1;
        for (Manifest.Piece piece : file.pieces()) {
            boolean continues = piece.table() == table;
            part = continues ? part + 1 : 0;
            table = piece.table();
            if (table >= manifest.tables().size() || piece.part() != part) {
                throw ManifestFile.damaged("a file names tables that the backup does not have, or in a wrong order");
            }
            if (!continues && !tablesOfFormats.add(file.format() + "/" + table)) {
                throw ManifestFile.damaged("a table lies twice in one format");
            }
            boolean beside = end < 0 || end == piece.offset();
            boolean within = piece.length() <= file.bytes() && piece.offset() <= file.bytes() - piece.length();
            boolean whole = file.compression() != Compression.NONE || piece.length() == piece.plainLength();
            if (!beside || !within || !whole) {
                throw ManifestFile.damaged("the tables in a file do not lie side by side within it");
            }
            end = piece.offset() + piece.length();
        }
    }
}
