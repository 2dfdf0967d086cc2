package dev.coffer.backup.internal.catalogue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.backup.internal.schema.SchemaEntry;
import dev.coffer.backup.internal.schema.Sql;
import dev.coffer.testsupport.ClientTools;
import dev.coffer.testsupport.Corpora;
import dev.coffer.testsupport.EnabledIfClientTools;
import dev.coffer.testsupport.EnabledIfCorpora;
import dev.coffer.testsupport.EveryKind;
import dev.coffer.testsupport.OnServerOfTools;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class HostileNamesTest {
    private static final Pattern COMMENT = Pattern.compile("COMMENT ON ([A-Z]+ )+");

    /** An extension's name is not ours to choose, and a large object has none. */
    private static final Set<String> NAMELESS = Set.of("extension", "COMMENT ON EXTENSION", "COMMENT ON LARGE OBJECT");

    @Test
    @DisplayName("F30 hostile names come back, of every kind of object and of comment")
    void f30HostileNamesComeBack() {
        try (TestDatabase original = HostileDatabase.create(TestServer.newest());
                TestDatabase copy = original.server().createDatabase()) {
            Catalogue read = Catalogues.read(original).catalogue();
            Catalogues.create(read, copy);
            Catalogue again = Catalogues.read(copy).catalogue();
            assertThat(Catalogues.differences(read, again)).isEmpty();
            assertThat(CatalogueDocument.parse(CatalogueDocument.toBytes(read), "schema.json"))
                    .isEqualTo(read);
            assertThat(read.tables()).hasSize(2 * HostileDatabase.NAMES.size());
            assertThat(withoutHostileNames(read))
                    .as("kinds of object, and of comment")
                    .isEmpty();
        }
    }

    @Test
    @OnServerOfTools
    @EnabledIfCorpora
    @EnabledIfClientTools({"pg_dump", "psql"})
    @DisplayName("F30 schema.sql with hostile names does the same through psql, and nothing else")
    void f30SchemaSqlThroughPsql() throws IOException {
        try (TestDatabase original = HostileDatabase.create(TestServer.ofTools());
                TestDatabase copy = original.server().createDatabase()) {
            ByteArrayOutputStream sql = new ByteArrayOutputStream();
            SchemaSql.write(Catalogues.read(original).catalogue(), sql);
            ClientTools.run(
                            new ByteArrayInputStream(sql.toByteArray()),
                            ClientTools.require("psql"),
                            "-X",
                            "-q",
                            "-1",
                            "-v",
                            "ON_ERROR_STOP=1",
                            "-d",
                            copy.uri())
                    .requireSuccess();
            assertThat(Corpora.compare(original, copy, "--no-data").output()).isEqualTo("identical\n");
            assertThat(sql.toString(UTF_8).lines().filter(line -> line.startsWith("--")))
                    .containsExactly("-- The schema of a PostgreSQL database, without rows. For an empty database.");
        }
    }

    /** Whatever a backup can hold, as the database with one of every kind says, and is not called as it should. */
    private static List<String> withoutHostileNames(Catalogue hostile) {
        try (TestDatabase everyKind = EveryKind.create(TestServer.newest())) {
            Map<String, String> written = statements(hostile);
            Set<String> kinds = new TreeSet<>(
                    statements(Catalogues.read(everyKind).catalogue()).keySet());
            kinds.removeAll(NAMELESS);
            List<String> missing = new ArrayList<>();
            for (String kind : kinds) {
                String statements = written.getOrDefault(kind, "");
                HostileDatabase.NAMES.stream()
                        .filter(name -> !statements.contains(Sql.quote(name)))
                        .forEach(name -> missing.add(kind + " " + Sql.quote(name)));
            }
            return missing;
        }
    }

    /** Of each kind of entry; comments by what they are on. */
    private static Map<String, String> statements(Catalogue catalogue) {
        return catalogue.entries().stream()
                .collect(Collectors.toMap(
                        HostileNamesTest::kind,
                        entry -> String.join("\n", entry.statements()),
                        (a, b) -> a + "\n" + b));
    }

    private static String kind(SchemaEntry entry) {
        Matcher on = COMMENT.matcher(
                entry.statements().isEmpty() ? "" : entry.statements().get(0));
        return on.lookingAt() ? on.group().trim() : entry.kind();
    }
}
