package dev.coffer.backup.internal.backup;

import dev.coffer.backup.internal.connect.Pins;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** What the manifest says of the plan: whatever shaped the content, and never a value. */
final class ManifestSettings {
    private static final int ID_BYTES = 16;

    private ManifestSettings() {}

    static Map<String, String> of(BackupSettings settings, Prepared prepared) {
        Map<String, String> map = new TreeMap<>();
        map.put("tables", settings.selection().toString());
        map.put(
                "pins",
                Pins.forBackup(prepared.cut().catalogue().server().versionNumber(), Duration.ZERO)
                        .replace("SET LOCAL ", ""));
        prepared.tables().stream().filter(table -> table.condition() != null).forEach(table -> {
            var condition = java.util.Objects.requireNonNull(table.condition());
            map.put("condition " + table.name(), ConditionSql.kind(condition));
        });
        prepared.cut().catalogue().withoutRows().forEach(table -> map.put("rows of " + table, "left out"));
        return map;
    }

    static String newId() {
        byte[] id = new byte[ID_BYTES];
        new SecureRandom().nextBytes(id);
        return HexFormat.of().formatHex(id);
    }
}
