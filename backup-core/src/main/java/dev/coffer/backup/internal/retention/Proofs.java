package dev.coffer.backup.internal.retention;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.coffer.backup.Proof;
import dev.coffer.backup.internal.store.Beside;
import dev.coffer.backup.internal.store.StoredBackup;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The proofs beside backups: lines of a name, a colon and a value, of which the first names the backup by its id. */
public final class Proofs {
    private static final Logger LOG = LoggerFactory.getLogger(Proofs.class);
    static final String SUFFIX = ".proof.txt";

    private Proofs() {}

    /** Writes the proof of a backup in the place of an earlier one. */
    public static void write(StoredBackup backup, Proof proof) {
        String id = backup.manifest().id();
        delete(Beside.root(backup), id);
        String text = "backup: " + id
                + "\nproved: " + proof.kind().name().toLowerCase(Locale.ROOT)
                + "\nat: " + proof.at()
                + "\nserver: " + proof.server()
                + "\ntables: " + proof.tables()
                + "\nrows: " + proof.rows()
                + "\nelapsed: " + proof.elapsed() + "\n";
        Beside.write(backup, SUFFIX, text.getBytes(UTF_8));
    }

    /** The proof of a backup, if there is one. */
    public static Optional<Proof> of(StoredBackup backup) {
        return Optional.ofNullable(
                all(Beside.root(backup)).get(backup.manifest().id()));
    }

    /** Every proof in a folder, by the backup's id. */
    static Map<String, Proof> all(Path root) {
        Map<String, Proof> proofs = new HashMap<>();
        Beside.read(root, SUFFIX).forEach((file, text) -> {
            try {
                Map<String, String> fields = fields(text);
                proofs.put(field(fields, "backup"), parse(fields));
            } catch (RuntimeException e) {
                // A proof that cannot be read proves nothing; the backup itself is none the worse.
                LOG.warn("proof.ignored file={}", file, e);
            }
        });
        return proofs;
    }

    /** Removes the proof of a backup. */
    static void delete(Path root, String id) {
        Beside.read(root, SUFFIX).forEach((file, text) -> {
            if (id.equals(fields(text).get("backup"))) {
                Beside.delete(file);
            }
        });
    }

    private static Map<String, String> fields(String text) {
        return text.lines()
                .filter(line -> line.contains(": "))
                .collect(Collectors.toMap(
                        line -> line.substring(0, line.indexOf(": ")),
                        line -> line.substring(line.indexOf(": ") + 2),
                        (first, second) -> first));
    }

    private static Proof parse(Map<String, String> fields) {
        return new Proof(
                Proof.Kind.valueOf(field(fields, "proved").toUpperCase(Locale.ROOT)),
                Instant.parse(field(fields, "at")),
                fields.getOrDefault("server", ""),
                Long.parseLong(field(fields, "tables")),
                Long.parseLong(field(fields, "rows")),
                Duration.parse(field(fields, "elapsed")));
    }

    private static String field(Map<String, String> fields, String name) {
        String value = fields.get(name);
        if (value == null) {
            throw new IllegalArgumentException("no line " + name);
        }
        return value;
    }
}
