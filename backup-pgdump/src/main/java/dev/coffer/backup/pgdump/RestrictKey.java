package dev.coffer.backup.pgdump;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.coffer.backup.spi.ExportContext;
import dev.coffer.backup.spi.TableData;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The key that psql's commands are locked with while a script of pg_restore runs. Random by default, which makes equal data
 * differ; this one follows from the data, so that a constant one, known to whoever puts text into a database, is not needed.
 */
final class RestrictKey {
    private RestrictKey() {}

    static String of(ExportContext run) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (TableData table : run.tables()) {
                digest.update((table.name() + "\n" + run.totals(table).rows() + "\n"
                                + run.totals(table).contentHash() + "\n")
                        .getBytes(UTF_8));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
