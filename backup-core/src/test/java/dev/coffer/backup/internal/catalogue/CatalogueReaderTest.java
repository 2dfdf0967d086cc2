package dev.coffer.backup.internal.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.backup.TableName;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogueReaderTest {
    @ParameterizedTest
    @ValueSource(ints = {15, 18})
    void tablesComeParentsFirstWithStoredColumnsAndKeys(int version) {
        try (TestDatabase database = TestServer.version(version).createDatabase()) {
            database.execute(
                    "CREATE TABLE a_child (x int PRIMARY KEY, parent text, twice int GENERATED ALWAYS AS (x * 2) STORED)",
                    "CREATE TABLE z_parent (b text, a int, gone int, PRIMARY KEY (b, a), UNIQUE (b))",
                    "ALTER TABLE z_parent DROP COLUMN gone",
                    "ALTER TABLE a_child ADD FOREIGN KEY (parent) REFERENCES z_parent (b)",
                    "CREATE TABLE p (k int) PARTITION BY LIST (k)",
                    "CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1)",
                    "CREATE TEMP TABLE hidden (x int)",
                    "CREATE VIEW v AS SELECT 1 AS x");
            LiveCatalogue live = Catalogues.read(database);
            assertThat(live.catalogue().tables())
                    .extracting(table -> table.name().toString())
                    .containsExactly("public.p1", "public.z_parent", "public.a_child");
            assertThat(live.catalogue().tables().get(1).key()).containsExactly("b", "a");
            assertThat(live.catalogue().tables().get(2).columns())
                    .extracting(column -> column.name() + " " + column.type() + " " + column.typeOid())
                    .containsExactly("x integer 23", "parent text 25");
            assertThat(live.tables().get(0).rootPartition()).containsExactly("\"public\".\"p\"");
            assertThat(live.tables().get(1).rootPartition()).isEmpty();
            assertThat(live.tables()).allMatch(table -> table.readable() && !table.rowsHidden());
        }
    }

    @Test
    void circlesOfForeignKeysBeginWithTheFirstName() {
        try (TestDatabase database = TestServer.newest().createDatabase()) {
            database.execute(
                    "CREATE TABLE c (id int PRIMARY KEY, other int)",
                    "CREATE TABLE b (id int PRIMARY KEY, other int REFERENCES c)",
                    "ALTER TABLE c ADD FOREIGN KEY (other) REFERENCES b",
                    "CREATE TABLE a (id int PRIMARY KEY, other int REFERENCES c)");
            assertThat(Catalogues.read(database).catalogue().tables())
                    .extracting(CatalogueTable::name)
                    .containsExactly(
                            new TableName("public", "a"), new TableName("public", "b"), new TableName("public", "c"));
        }
    }
}
