package dev.coffer.backup.internal.watch;

import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import dev.coffer.backup.ShrinkGuard;
import dev.coffer.backup.TableName;
import dev.coffer.backup.internal.message.Few;
import dev.coffer.backup.internal.store.BackupFiles;
import dev.coffer.backup.internal.store.Manifest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Compares the rows of each table with those of the last backup. */
public final class ShrinkCheck {
    private ShrinkCheck() {}

    /**
     * A sentence for each table that shrank too much.
     *
     * @throws dev.coffer.backup.ConflictException with {@link ErrorCode#TABLE_SHRUNK} when the guard says so
     */
    public static List<String> check(
            @Nullable ShrinkGuard guard, Path root, String databaseId, List<Manifest.Table> tables) {
        if (guard == null || !Files.isDirectory(root)) {
            return List.of();
        }
        List<String> shrunk = BackupFiles.list(root).stream()
                .map(BackupFiles::manifest)
                .filter(manifest -> manifest.server().databaseId().equals(databaseId))
                .reduce((older, newer) -> newer)
                .map(last -> shrunk(guard, last, tables))
                .orElse(List.of());
        if (guard.fails() && !shrunk.isEmpty()) {
            throw Problem.of(
                            ErrorCode.TABLE_SHRUNK,
                            "tables lost more rows than the shrink guard allows: " + Few.statements(shrunk))
                    .hint("if the rows were removed on purpose, run once without the shrink guard; if not, restore them"
                            + " from the last backup, which is untouched")
                    .exception();
        }
        return shrunk;
    }

    /** Only whole tables count: what a condition left says nothing about the table. */
    private static List<String> shrunk(ShrinkGuard guard, Manifest last, List<Manifest.Table> tables) {
        Map<TableName, Manifest.Table> now =
                tables.stream().collect(Collectors.toMap(Manifest.Table::name, Function.identity()));
        List<String> shrunk = new ArrayList<>();
        for (Manifest.Table before : last.tables()) {
            Manifest.Table after = now.get(before.name());
            if (after != null
                    && !before.partial()
                    && !after.partial()
                    && before.rows() - after.rows() > before.rows() * guard.percent() / 100) {
                shrunk.add("table " + before.name() + " had " + before.rows() + " rows and has " + after.rows());
            }
        }
        return shrunk;
    }
}
