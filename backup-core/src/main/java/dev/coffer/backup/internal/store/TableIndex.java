package dev.coffer.backup.internal.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where each table lies in each format, found without a search through thousands of files. */
final class TableIndex {
    private final Map<Key, Place> places = new HashMap<>();

    private record Key(int table, String format) {}

    /** The file of a table and the pieces of it that are the table. */
    record Place(Manifest.File file, List<Manifest.Piece> pieces) {}

    TableIndex(Manifest manifest) {
        for (Manifest.File file : manifest.files()) {
            String format = file.format();
            if (format != null) {
                for (Manifest.Piece piece : file.pieces()) {
                    places.computeIfAbsent(new Key(piece.table(), format), key -> new Place(file, new ArrayList<>(1)))
                            .pieces()
                            .add(piece);
                }
            }
        }
    }

    @Nullable
    Place find(int table, String format) {
        return places.get(new Key(table, format));
    }
}
