package dev.coffer.backup.internal.catalogue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.backup.internal.schema.SchemaEntry;
import dev.coffer.testsupport.ClientTools;
import dev.coffer.testsupport.Corpora;
import dev.coffer.testsupport.EnabledIfClientTools;
import dev.coffer.testsupport.EnabledIfCorpora;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A database that holds every kind of object, for each server version. */
class ObjectKindsTest {
    @ParameterizedTest
    @ValueSource(ints = {14, 15, 16, 17, 18})
    void everyKindComesBackAsItWas(int version) {
        TestServer server = TestServer.version(version);
        try (TestDatabase original = load(server);
                TestDatabase copy = server.createDatabase()) {
            Catalogue read = Catalogues.read(original).catalogue();
            Catalogues.create(read, copy);
            Catalogue again = Catalogues.read(copy).catalogue();
            assertThat(Catalogues.differences(read, again)).isEmpty();
            assertThat(again.entries()).isEqualTo(read.entries());
            assertThat(again.tables())
                    .usingRecursiveComparison()
                    .ignoringFieldsMatchingRegexes(".*typeOid")
                    .isEqualTo(read.tables());
            assertThat(read.skipped()).isEmpty();
            assertThat(read.warnings()).noneMatch(warning -> warning.contains("circle"));
            assertThat(read.entries())
                    .extracting(SchemaEntry::id)
                    .contains("view placeholder first.round", "view placeholder first.left_one")
                    .doesNotContain("view placeholder first.right_one");
            assertEachComesAfterWhatItNeeds(read.entries());
        }
    }

    @Test
    @EnabledIfCorpora
    @EnabledIfClientTools({"pg_dump", "psql"})
    void everyKindComesBackAsPgDumpBringsItBack() {
        TestServer server = TestServer.version(15);
        try (TestDatabase original = load(server);
                TestDatabase byPgDump = server.createDatabase();
                TestDatabase copy = server.createDatabase()) {
            String dump = ClientTools.run(
                            ClientTools.require("pg_dump"), "--schema-only", "--no-owner", "-d", original.uri())
                    .requireSuccess()
                    .output();
            ClientTools.run(
                            new ByteArrayInputStream(dump.getBytes(UTF_8)),
                            ClientTools.require("psql"),
                            "-X",
                            "-q",
                            "-v",
                            "ON_ERROR_STOP=1",
                            "-d",
                            byPgDump.uri())
                    .requireSuccess();
            Catalogues.create(Catalogues.read(original).catalogue(), copy);
            assertThat(Corpora.compare(byPgDump, copy, "--no-data").output()).isEqualTo("identical\n");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 15, 16, 17, 18})
    void anOrdinaryRoleReadsTheSame(int version) {
        TestServer server = TestServer.version(version);
        try (TestDatabase database = load(server)) {
            String role = database.name() + "_nobody";
            database.execute("CREATE ROLE " + role + " LOGIN PASSWORD 'secret'");
            try {
                Catalogue read = Catalogues.read(database).catalogue();
                Catalogue again = Catalogues.read(database.uri(role, "secret")).catalogue();
                assertThat(Catalogues.differences(read, again)).isEmpty();
                assertThat(again.skipped()).isEqualTo(read.skipped());
            } finally {
                database.execute("DROP ROLE " + role);
            }
        }
    }

    private static void assertEachComesAfterWhatItNeeds(List<SchemaEntry> entries) {
        Set<String> before = new HashSet<>();
        for (SchemaEntry entry : entries) {
            assertThat(before).as(entry.id()).containsAll(entry.dependsOn());
            before.add(entry.id());
        }
    }

    private static TestDatabase load(TestServer server) {
        TestDatabase database = server.createDatabase();
        database.execute(resource("all"));
        for (int version = 15; version <= server.major(); version++) {
            database.execute(resource(Integer.toString(version)));
        }
        return database;
    }

    private static String resource(String name) {
        try (InputStream in = ObjectKindsTest.class.getResourceAsStream("/kinds/" + name + ".sql")) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
