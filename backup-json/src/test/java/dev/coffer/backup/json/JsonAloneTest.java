package dev.coffer.backup.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.BackupPlan;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.RestorePlan;
import dev.coffer.backup.RestoreReport;
import dev.coffer.backup.contract.EveryType;
import dev.coffer.backup.contract.ServerRows;
import dev.coffer.backup.spi.Contents;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code complete_backup.json}, taken out of its backup. */
class JsonAloneTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void restoresTheWholeDatabase(boolean gzip) throws Exception {
        try (TestDatabase source = TestServer.newest().createDatabase();
                TestDatabase target = TestServer.newest().createDatabase()) {
            fill(source);
            Path alone = moved(source, gzip);

            RestoreReport report = restore(alone, target);

            assertThat(report.proof()).isEqualTo("SHA-256 and row counts of the file's own trailer");
            assertThat(rows(target)).isEqualTo(rows(source)).hasSizeGreaterThan(60);
            assertThat(target.query("SELECT md5(lo_get(4711)) || nextval('numbers')"))
                    .isEqualTo(source.query("SELECT md5(lo_get(4711)) || nextval('numbers')"));
        }
    }

    @Test
    void aTableOfACompressedDocumentIsReachedWithoutThoseBeforeIt() throws Exception {
        try (TestDatabase source = TestServer.newest().createDatabase()) {
            fill(source);

            List<Contents.Entry> tables = JsonRestoreStrategy.create()
                    .describe(moved(source, true))
                    .orElseThrow()
                    .tables();

            assertThat(tables).hasSizeGreaterThan(2);
            assertThat(tables).allSatisfy(table -> {
                assertThat(table.start().offset()).isEqualTo(table.offset());
                assertThat(table.start().position()).isBetween(1L, table.offset() - 1);
            });
        }
    }

    @Test
    @DisplayName("a JSON parser that is not ours reads the document")
    void isReadByTheServersOwnParser() throws Exception {
        try (TestDatabase source = TestServer.newest().createDatabase()) {
            source.execute(
                    "CREATE TABLE t (id integer, ok boolean, big bigint, v text)",
                    "INSERT INTO t VALUES (1, true, 9007199254740993, E'a\\n\"\\\\\\x01 ' || U&'\\+01F600'),"
                            + " (NULL, NULL, NULL, NULL)");
            String document = Files.readString(moved(source, false), UTF_8);

            try (Connection connection = source.connect();
                    PreparedStatement parse =
                            connection.prepareStatement("SELECT (?::jsonb #> '{tables,0,rows}')::text")) {
                parse.setString(1, document);
                try (ResultSet row = parse.executeQuery()) {
                    row.next();
                    assertThat(row.getString(1))
                            .isEqualTo("[{\"v\": \"a\\n\\\"\\\\\\u0001 😀\", \"id\": 1, \"ok\": true,"
                                    + " \"big\": \"9007199254740993\"}, {\"v\": null, \"id\": null, \"ok\": null,"
                                    + " \"big\": null}]");
                }
            }
        }
    }

    @Test
    @DisplayName("F15 F16 a damaged document leaves the target as it was")
    void leavesTheTargetAloneWhenDamaged() throws Exception {
        try (TestDatabase source = TestServer.newest().createDatabase();
                TestDatabase target = TestServer.newest().createDatabase()) {
            source.execute(
                    "CREATE TABLE t (v text)", "INSERT INTO t SELECT repeat('x', 100) FROM generate_series(1, 100)");
            Path alone = moved(source, false);
            byte[] whole = Files.readAllBytes(alone);
            byte[] flipped = whole.clone();
            flipped[new String(whole, UTF_8).indexOf("xxxx") + 2] ^= 1;

            for (byte[] damaged : new byte[][] {Arrays.copyOf(whole, whole.length / 2), flipped}) {
                Files.write(alone, damaged);

                assertThatThrownBy(() -> restore(alone, target))
                        .isInstanceOf(BackupException.class)
                        .hasMessageContaining("(")
                        .hasMessageContaining("file ");
                assertThat(rows(target)).isEmpty();
            }
        }
    }

    private static void fill(TestDatabase database) throws Exception {
        try (Connection connection = database.connect()) {
            EveryType.createIn(connection);
        }
        database.execute(
                "CREATE SEQUENCE numbers START 42",
                "SELECT nextval('numbers')",
                "CREATE TABLE parents (id integer PRIMARY KEY)",
                "CREATE TABLE children (id integer PRIMARY KEY, parent integer REFERENCES parents)",
                "INSERT INTO parents SELECT generate_series(1, 1000)",
                "INSERT INTO children SELECT i, i FROM generate_series(1, 1000) AS i",
                "SELECT lo_from_bytea(4711, decode(repeat('00ff', 400000), 'hex'))");
    }

    private Path moved(TestDatabase source, boolean gzip) throws Exception {
        Path directory = BackupPlan.builder()
                .source(PostgresDatabase.of(source.uri()))
                .export(JsonTableExporter.builder().gzip(gzip).build())
                .to(folder.resolve("backups"))
                .build()
                .run()
                .requireComplete()
                .directory();
        String name = "complete_backup.json" + (gzip ? ".gz" : "");
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        return Files.move(directory.resolve(name), elsewhere.resolve("renamed.data"));
    }

    private static RestoreReport restore(Path file, TestDatabase target) {
        return RestorePlan.builder()
                .from(file)
                .strategy(JsonRestoreStrategy.create())
                .into(PostgresDatabase.of(target.uri()))
                .build()
                .run()
                .requireComplete();
    }

    private static Map<String, String> rows(TestDatabase database) throws Exception {
        try (Connection connection = database.connect()) {
            return ServerRows.of(connection);
        }
    }
}
