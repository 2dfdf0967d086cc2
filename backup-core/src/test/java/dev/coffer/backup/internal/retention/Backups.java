package dev.coffer.backup.internal.retention;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.coffer.backup.Backup;
import dev.coffer.backup.internal.catalogue.ServerInfo;
import dev.coffer.backup.internal.store.BackupWriter;
import dev.coffer.backup.internal.store.Manifest;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Complete backups of no table, which is all that a policy looks at. */
final class Backups {
    private Backups() {}

    static Backup of(Path root, String database, Instant time) {
        return of(root, database, time, null, null);
    }

    static Backup of(Path root, String database, Instant time, String lsn, String timeline) {
        return of(root, database, "7/" + database, time, lsn, timeline);
    }

    /** One of a database with this identity, whatever it is called. */
    static Backup ofDatabase(Path root, String database, String identity, Instant time) {
        return of(root, database, identity, time, null, null);
    }

    private static Backup of(Path root, String database, String identity, Instant time, String lsn, String timeline) {
        try (BackupWriter writer = BackupWriter.create(root, database, time)) {
            write(writer);
            return Backup.open(writer.commit(manifest(writer, database, identity, time, lsn, timeline)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void write(BackupWriter writer) throws IOException {
        try (OutputStream schema = writer.file("schema.json", null)) {
            schema.write("{}".getBytes(UTF_8));
        }
    }

    private static Manifest manifest(
            BackupWriter writer, String database, String identity, Instant time, String lsn, String timeline) {
        return new Manifest(
                "0.1.0",
                UUID.randomUUID().toString().replace("-", ""),
                new ServerInfo("18.6", 180006, database, identity, "UTF8", "c", "C", "C", null, null, 8_000_000),
                time,
                lsn,
                timeline,
                time,
                time,
                Map.of(),
                List.of(),
                List.of(),
                writer.files(),
                List.of(),
                List.of(),
                null);
    }
}
