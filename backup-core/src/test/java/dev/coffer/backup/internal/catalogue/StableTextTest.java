package dev.coffer.backup.internal.catalogue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.backup.internal.schema.SchemaEntry;
import dev.coffer.backup.internal.schema.Section;
import dev.coffer.testsupport.Corpora;
import dev.coffer.testsupport.EnabledIfClientTools;
import dev.coffer.testsupport.EnabledIfCorpora;
import dev.coffer.testsupport.EveryKind;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The text of a schema follows from what it holds, not from the order in which, or the numbers with which, it came to be. */
class StableTextTest {
    @Test
    void everyKindCreatedInAnyOrderGivesTheSameBytes() throws IOException {
        try (TestDatabase original = EveryKind.create(TestServer.newest())) {
            isTheSameCreatedInAnotherOrder(original, 1);
        }
    }

    @Test
    @EnabledIfCorpora
    @EnabledIfClientTools("psql")
    void aRealDatabaseCreatedInAnyOrderGivesTheSameBytes() throws IOException {
        try (TestDatabase original = TestServer.newest().createDatabase()) {
            Corpora.load("pagila", original);
            isTheSameCreatedInAnotherOrder(original, 1);
        }
    }

    /** Before 18 a function needs the transforms of its types that were there before it. */
    @Test
    void aTransformComesBeforeTheFunctionsOfItsTypeWhateverCameFirst() throws IOException {
        String transform =
                "CREATE TRANSFORM FOR public.pair LANGUAGE sql (FROM SQL WITH FUNCTION pg_catalog.prsd_lextype(internal))";
        String function = "CREATE FUNCTION public.taken(public.pair) RETURNS int LANGUAGE sql AS 'SELECT 1'";
        try (TestDatabase one = TestServer.newest().createDatabase();
                TestDatabase other = one.server().createDatabase()) {
            one.execute("CREATE TYPE public.pair AS (a int)", transform, function);
            other.execute("CREATE TYPE public.pair AS (a int)", function, transform);

            assertThat(schemaSql(other))
                    .isEqualTo(schemaSql(one))
                    .containsSubsequence("CREATE TRANSFORM", "public.taken");
        }
    }

    @Test
    void anAddedColumnIsOneAddedLineAndAComma() throws IOException {
        try (TestDatabase database = EveryKind.create(TestServer.newest())) {
            database.execute("CREATE TABLE public.\"grows\" (a int, b text NOT NULL)");
            List<String> before = schemaSql(database).lines().toList();
            database.execute("ALTER TABLE public.\"grows\" ADD \"added\" date");
            List<String> after = new ArrayList<>(schemaSql(database).lines().toList());

            assertThat(after).hasSize(before.size() + 1);
            int added = after.indexOf("    \"added\" date");
            assertThat(added).isPositive();
            after.remove(added);
            assertThat(after.stream().map(StableTextTest::withoutComma))
                    .containsExactlyElementsOf(
                            before.stream().map(StableTextTest::withoutComma).toList());
        }
    }

    private static String withoutComma(String line) {
        return line.endsWith(",") ? line.substring(0, line.length() - 1) : line;
    }

    private static void isTheSameCreatedInAnotherOrder(TestDatabase original, long seed) throws IOException {
        Catalogue catalogue = Catalogues.read(original).catalogue();
        List<SchemaEntry> shuffled = shuffled(catalogue.entries(), new Random(seed));
        assertThat(shuffled).as("seed " + seed).isNotEqualTo(catalogue.entries());
        try (TestDatabase copy = original.server().createDatabase()) {
            // Numbers that the other database has not.
            copy.execute("CREATE TABLE public.gone (id serial PRIMARY KEY, t text)", "DROP TABLE public.gone");
            Catalogues.create(
                    new Catalogue(
                            catalogue.server(),
                            catalogue.tables(),
                            shuffled,
                            catalogue.rights(),
                            catalogue.sequences(),
                            catalogue.withoutRows(),
                            catalogue.largeObjects(),
                            catalogue.skipped(),
                            catalogue.warnings()),
                    copy);
            assertThat(schemaSql(copy)).as("seed " + seed).isEqualTo(schemaSql(original));
        }
    }

    /** Another order that the entries' dependencies allow: at each step any of those whose needs are there. */
    private static List<SchemaEntry> shuffled(List<SchemaEntry> entries, Random random) {
        List<SchemaEntry> order = new ArrayList<>();
        for (Section section : Section.values()) {
            List<SchemaEntry> waiting = new ArrayList<>(
                    entries.stream().filter(entry -> entry.section() == section).toList());
            Set<String> missing = waiting.stream().map(SchemaEntry::id).collect(Collectors.toCollection(HashSet::new));
            while (!waiting.isEmpty()) {
                List<SchemaEntry> ready = waiting.stream()
                        .filter(entry -> entry.dependsOn().stream().noneMatch(missing::contains))
                        .filter(entry -> mayCome(entry, waiting))
                        .toList();
                SchemaEntry next = ready.get(random.nextInt(ready.size()));
                order.add(next);
                waiting.remove(next);
                missing.remove(next.id());
            }
        }
        return order;
    }

    /**
     * What PostgreSQL's dependencies do not say: a key of a partitioned table serves when those of its partitions are attached; and
     * an operator that is named as a commutator by one that it does not name itself has one or none by which of them comes first.
     */
    private static boolean mayCome(SchemaEntry entry, List<SchemaEntry> waiting) {
        return switch (entry.kind()) {
            case "foreign key" ->
                waiting.stream().noneMatch(other -> other.kind().equals("index attachment"));
            case "operator" ->
                waiting.stream()
                        .filter(other -> other.kind().equals("operator"))
                        .findFirst()
                        .equals(Optional.of(entry));
            default -> true;
        };
    }

    private static String schemaSql(TestDatabase database) throws IOException {
        ByteArrayOutputStream sql = new ByteArrayOutputStream();
        SchemaSql.write(Catalogues.read(database).catalogue(), sql);
        return sql.toString(UTF_8);
    }
}
