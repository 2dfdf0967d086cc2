package dev.coffer.backup.internal.catalogue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.backup.internal.connect.ConnectionSource;
import dev.coffer.backup.internal.connect.Session;
import dev.coffer.backup.internal.schema.Coverage;
import dev.coffer.backup.internal.schema.SchemaEntry;
import dev.coffer.backup.internal.schema.SchemaReader;
import dev.coffer.testsupport.EveryKind;
import dev.coffer.testsupport.NamesItsServers;
import dev.coffer.testsupport.Repository;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing that a server version brings may slip by: somebody decides what becomes of it, and the documentation says so. */
class CoverageTest {
    private static final String CATALOGS =
            " FROM pg_catalog.pg_class c WHERE c.relkind = 'r'" + " AND c.relnamespace = 'pg_catalog'::regnamespace";

    @NamesItsServers
    @ParameterizedTest
    @ValueSource(ints = {14, 15, 16, 17, 18})
    void everyCatalogIsKeptOrLeftOutForAReason(int version) {
        try (TestDatabase database = TestServer.version(version).createDatabase()) {
            String catalogs = database.query("SELECT string_agg(c.relname, ' ' ORDER BY c.relname)" + CATALOGS);
            assertThat(Coverage.CATALOGS.keySet()).containsAll(words(catalogs));
        }
    }

    /**
     * A new column is often a new option of an old kind. Whoever adds it to the file has made the reader of its catalog print it, or knows
     * that nothing is lost.
     */
    @NamesItsServers
    @ParameterizedTest
    @ValueSource(ints = {14, 15, 16, 17, 18})
    void everyColumnOfACatalogIsKnown(int version) throws IOException {
        Map<String, Set<String>> known = new TreeMap<>();
        try (InputStream in = CoverageTest.class.getResourceAsStream("/catalog-columns.txt")) {
            new String(Objects.requireNonNull(in).readAllBytes(), UTF_8).lines().forEach(line -> {
                int colon = line.indexOf(':');
                known.put(
                        line.substring(0, colon),
                        words(line.substring(colon + 1).trim()));
            });
        }
        try (TestDatabase database = TestServer.version(version).createDatabase()) {
            for (String catalog : known.keySet()) {
                String columns = database.query("SELECT string_agg(a.attname, ' ') FROM pg_catalog.pg_attribute a"
                        + " WHERE a.attnum > 0 AND a.attrelid = to_regclass('pg_catalog." + catalog + "')");
                assertThat(known.get(catalog)).as(catalog).containsAll(columns == null ? Set.of() : words(columns));
            }
            assertThat(known.keySet()).isEqualTo(new TreeSet<>(Coverage.CATALOGS.keySet()));
        }
    }

    /** What a library that knows this version at most reads from the newest server: everything but what came later. */
    @NamesItsServers
    @ParameterizedTest
    @ValueSource(ints = {140000, 150000, 160000, 170000})
    void newerServersGiveWhatTheyHaveInCommon(int known) throws SQLException {
        try (TestDatabase database = EveryKind.create(TestServer.version(18));
                Session session = ConnectionSource.ofUrl(database.uri()).open()) {
            Catalogues.begin(session);
            SchemaReader reader = new SchemaReader(known);
            SchemaReader.Schema read = reader.read(session.query(String.join(";\n", reader.queries())));
            List<String> everything = Catalogues.read(database).catalogue().entries().stream()
                    .filter(entry -> known >= 150000 || !entry.kind().equals("publication schema"))
                    .map(SchemaEntry::id)
                    .toList();
            assertThat(read.entries()).extracting(SchemaEntry::id).containsExactlyElementsOf(everything);
        }
    }

    @Test
    void theDocumentNamesEveryKindAndEveryCatalog() throws IOException {
        List<String> lines = Files.readAllLines(Repository.root().resolve("docs/reference/objects.md"));
        int catalogs = lines.indexOf("## Catalogs");
        assertThat(rows(lines.subList(catalogs, lines.size()), 1)).isEqualTo(new TreeMap<>(Coverage.CATALOGS));

        Map<String, String> since = rows(lines.subList(0, catalogs), 1);
        Map<Integer, Set<String>> kinds = new TreeMap<>();
        for (int version : List.of(14, 15, 18)) {
            kinds.put(version, kinds(version));
        }
        assertThat(since.keySet()).isEqualTo(kinds.get(18));
        assertThat(since.entrySet().stream()
                        .filter(kind -> kind.getValue().equals("14"))
                        .map(Map.Entry::getKey))
                .containsExactlyInAnyOrderElementsOf(kinds.get(14));
        assertThat(since.entrySet().stream()
                        .filter(kind -> Integer.parseInt(kind.getValue()) <= 15)
                        .map(Map.Entry::getKey))
                .containsExactlyInAnyOrderElementsOf(kinds.get(15));
    }

    private static Set<String> kinds(int version) {
        try (TestDatabase database = EveryKind.create(TestServer.version(version))) {
            return Catalogues.read(database).catalogue().entries().stream()
                    .map(SchemaEntry::kind)
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    /** The tables' first column with another one. */
    private static Map<String, String> rows(List<String> lines, int column) {
        return lines.stream()
                .filter(line ->
                        line.startsWith("| ") && !line.startsWith("| kind |") && !line.startsWith("| catalog |"))
                .map(line -> line.substring(2, line.length() - 2).split(" \\| ", -1))
                .collect(Collectors.toMap(cells -> cells[0], cells -> cells[column], (a, b) -> a + b, TreeMap::new));
    }

    private static Set<String> words(String text) {
        return Arrays.stream(text.split(" ", -1)).collect(Collectors.toCollection(TreeSet::new));
    }
}
