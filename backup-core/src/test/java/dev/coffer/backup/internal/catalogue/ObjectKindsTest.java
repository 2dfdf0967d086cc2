package dev.coffer.backup.internal.catalogue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.backup.Skip;
import dev.coffer.backup.TableName;
import dev.coffer.backup.internal.schema.SchemaEntry;
import dev.coffer.testsupport.ClientTools;
import dev.coffer.testsupport.Corpora;
import dev.coffer.testsupport.EnabledIfClientTools;
import dev.coffer.testsupport.EnabledIfCorpora;
import dev.coffer.testsupport.EveryKind;
import dev.coffer.testsupport.NamesItsServers;
import dev.coffer.testsupport.OnServerOfTools;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.io.ByteArrayInputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A database that holds every kind of object, for each server version. */
class ObjectKindsTest {
    @NamesItsServers
    @ParameterizedTest
    @ValueSource(ints = {14, 15, 16, 17, 18})
    void everyKindComesBackAsItWas(int version) {
        TestServer server = TestServer.version(version);
        try (TestDatabase original = EveryKind.create(server);
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
                    .as("a comment on what comes from a parent belongs to the child")
                    .filteredOn(
                            entry -> entry.identity().equals("CONSTRAINT \"later_still\" ON \"first\".\"grandchild\""))
                    .extracting(SchemaEntry::table)
                    .containsExactly(new TableName("first", "grandchild"));
            assertThat(read.entries())
                    .extracting(SchemaEntry::id)
                    .contains(
                            "view placeholder first.round",
                            "view placeholder first.left_one",
                            "base type placeholder first.number")
                    .doesNotContain("view placeholder first.right_one");
            assertEachComesAfterWhatItNeeds(read.entries());
            assertThat(read.entries()).extracting(SchemaEntry::section).isSorted();
        }
    }

    /** It was computed before, and cannot be again. */
    @Test
    void rowsThatNoRefreshGivesAreANamedSkip() {
        try (TestDatabase original = TestServer.newest().createDatabase();
                TestDatabase copy = TestServer.newest().createDatabase()) {
            original.execute(
                    "CREATE MATERIALIZED VIEW emptied AS SELECT 1 AS a",
                    "CREATE VIEW between AS SELECT a FROM emptied",
                    "CREATE MATERIALIZED VIEW full_still AS SELECT a FROM between",
                    "REFRESH MATERIALIZED VIEW emptied WITH NO DATA");

            Catalogue read = Catalogues.read(original).catalogue();
            Catalogues.create(read, copy);

            assertThat(read.skipped())
                    .containsExactly(new Skip(
                            "materialized view data public.full_still",
                            "it reads public.emptied, which is not populated"));
            assertThat(copy.query("SELECT relispopulated FROM pg_class WHERE relname = 'full_still'"))
                    .isEqualTo("f");
            assertThat(read.rights())
                    .as("that every database gives")
                    .noneMatch(right -> right.identity().contains("information_schema"));
        }
    }

    @Test
    @OnServerOfTools
    @EnabledIfCorpora
    @EnabledIfClientTools({"pg_dump", "psql"})
    void everyKindComesBackAsPgDumpBringsItBack() {
        try (TestDatabase original = EveryKind.createForPgDump(TestServer.ofTools())) {
            assertComesBackAsPgDumpBringsItBack(original);
        }
    }

    /** Where they stood before is lost to both. */
    @Test
    @OnServerOfTools
    @EnabledIfCorpora
    @EnabledIfClientTools({"pg_dump", "psql"})
    void columnsOfChildrenMoveAsPgDumpMovesThem() {
        try (TestDatabase original = TestServer.ofTools().createDatabase()) {
            original.execute(
                    "CREATE TABLE base (a integer NOT NULL, b text DEFAULT 'b')",
                    "CREATE TABLE other (c integer)",
                    "CREATE TABLE joined (x integer, c integer, b text, a integer NOT NULL)",
                    "ALTER TABLE joined INHERIT base",
                    "ALTER TABLE joined INHERIT other",
                    "CREATE TABLE child (own integer) INHERITS (base)",
                    "ALTER TABLE base ADD COLUMN late text DEFAULT 'x', ADD CHECK (late <> '')");
            assertComesBackAsPgDumpBringsItBack(original);
        }
    }

    private static void assertComesBackAsPgDumpBringsItBack(TestDatabase original) {
        try (TestDatabase byPgDump = original.server().createDatabase();
                TestDatabase copy = original.server().createDatabase()) {
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

    @NamesItsServers
    @ParameterizedTest
    @ValueSource(ints = {14, 15, 16, 17, 18})
    void anOrdinaryRoleReadsTheSame(int version) {
        TestServer server = TestServer.version(version);
        try (TestDatabase database = EveryKind.create(server)) {
            String role = database.name() + "_nobody";
            database.execute("CREATE ROLE " + role + " LOGIN PASSWORD 'secret'");
            try {
                Catalogue read = Catalogues.read(database).catalogue();
                Catalogue again = Catalogues.read(database.uri(role, "secret")).catalogue();
                assertThat(Catalogues.differences(read, again))
                        .allMatch(difference -> difference.contains("kind=user mapping, ")
                                || difference.contains("kind=subscription, "));
                assertThat(again.entries()).hasSameSizeAs(read.entries());
                assertThat(again.skipped())
                        .extracting(Object::toString)
                        .allMatch(skip -> skip.startsWith("connection string of subscription ")
                                        && skip.endsWith(": the role may not read it")
                                || skip.startsWith("options of user mapping ")
                                        && skip.endsWith(": only its user and the owner of the server may read them"));
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
}
