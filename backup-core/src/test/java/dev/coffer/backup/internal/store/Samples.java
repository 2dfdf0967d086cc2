package dev.coffer.backup.internal.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.coffer.backup.FormatId;
import dev.coffer.backup.Skip;
import dev.coffer.backup.TableName;
import dev.coffer.backup.internal.catalogue.ServerInfo;
import dev.coffer.backup.spi.Column;
import dev.coffer.backup.spi.Compression;
import dev.coffer.backup.spi.Framing;
import dev.coffer.backup.spi.PiecedFile;
import dev.coffer.backup.spi.TableData;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Backups small enough to be looked at, with every kind of file that a real one has. */
final class Samples {
    static final Instant NOW = Instant.parse("2025-10-12T14:16:56.123456Z");
    static final List<TableData> TABLES =
            List.of(table(0, "public", "proteins", 2), table(1, "public", "Users", 1), table(2, "legacy", "rental", 1));

    private Samples() {}

    static TableData table(int index, String schema, String name, int parts) {
        return new TableData(
                new TableName(schema, name),
                TableData.Kind.TABLE,
                index,
                List.of(new Column("id", "integer", 23), new Column("näme", "character varying(20)", 1043)),
                parts,
                -1,
                0);
    }

    static Framing framing(TableData table) {
        return new Framing(
                utf8("<" + table.name().name() + ">"),
                utf8(","),
                utf8("</" + table.name().name() + ">"));
    }

    static Framing noFraming(TableData table) {
        return new Framing(new byte[0], new byte[0], new byte[0]);
    }

    static byte[] utf8(String text) {
        return text.getBytes(UTF_8);
    }

    static Path backup(Path root) {
        return backup(root, NOW, Compression.NONE, "");
    }

    /** Writes a whole backup with one file shared by all tables, one for each table, and one without tables. */
    static Path backup(Path root, Instant now, Compression compression, String mark) {
        try (BackupWriter writer = BackupWriter.create(root, "sample", now)) {
            write(writer, compression, mark);
            return writer.commit(manifest(writer, now));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void write(BackupWriter writer, Compression compression, String mark) throws IOException {
        try (PiecedFile all = writer.piecedFile(
                "complete_backup.json" + compression.suffix(),
                "json",
                compression,
                utf8("["),
                TABLES,
                Samples::framing)) {
            for (TableData table : TABLES) {
                for (int part = 0; part < table.parts(); part++) {
                    piece(all, table, part, table.name().name() + part + mark);
                }
            }
            all.finish((out, sha256) -> out.write(utf8(sha256 + "]")));
        }
        for (TableData table : TABLES) {
            String name = "csv_exports/" + FileNames.of(table.name()) + ".csv" + compression.suffix();
            try (PiecedFile one =
                    writer.piecedFile(name, "csv", compression, new byte[0], List.of(table), Samples::framing)) {
                for (int part = 0; part < table.parts(); part++) {
                    piece(one, table, part, table.name().name() + part + mark);
                }
                one.finish((out, sha256) -> {});
            }
        }
        try (OutputStream schema = writer.file("schema.json", null)) {
            schema.write(utf8("{\"mark\": \"" + mark + "\"}\n"));
        }
    }

    static void piece(PiecedFile file, TableData table, int part, String text) throws IOException {
        try (OutputStream piece = file.piece(table, part)) {
            piece.write(utf8(text));
        }
    }

    static Manifest manifest(BackupWriter writer, Instant now) {
        return manifest(writer.files(), now);
    }

    static Manifest manifest(List<Manifest.File> files, Instant now) {
        List<Manifest.Table> tables = new ArrayList<>();
        IntStream.range(0, TABLES.size())
                .forEach(i -> tables.add(new Manifest.Table(
                        TABLES.get(i).name(),
                        TABLES.get(i).kind(),
                        TABLES.get(i).columns(),
                        3,
                        25,
                        "0123456789abcdef0123456789abcdef",
                        i == 1,
                        i == 0 ? "16385/16385/00ff/3/-7" : null)));
        return new Manifest(
                "0.1.0",
                "00112233445566778899aabbccddeeff",
                new ServerInfo(
                        "15.19", 150019, "app \"db\"", "7/16384", "UTF8", "icu", "C", "C", "en-US", null, 8_000_000),
                now,
                "0/15D68A0",
                "1",
                now.minusSeconds(1),
                now.plusSeconds(1),
                Map.of("tables", "include *.*", "connections", "4"),
                List.of(new FormatId("csv", 1), new FormatId("json", 1)),
                tables,
                files,
                List.of(new Skip("event trigger audit_ddl", "needs a superuser")),
                List.of("permissions not set"),
                new Manifest.Lineage(null, Map.of("snapshot", "10:20:10,14")));
    }
}
