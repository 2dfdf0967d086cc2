package dev.coffer.backup.internal.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatementGrammarTest {
    private static SchemaEntry entry(String kind, String statement) {
        return new SchemaEntry(kind, "public", "x", Section.PRE_DATA, List.of(statement), List.of(), null, null);
    }

    @ParameterizedTest
    @DisplayName("F31 refuses what does not belong to an entry of its kind")
    @CsvSource(
            delimiter = '|',
            value = {
                "table | COPY \"t\" FROM PROGRAM 'id'",
                "table | DO $$ BEGIN END $$",
                "table | CREATE TABLE \"a\".\"b\" AS SELECT 1",
                "table | SELECT pg_read_file('/etc/passwd')",
                "view | DROP SCHEMA \"public\"",
                "view | CREATE FUNCTION \"f\"() RETURNS int LANGUAGE sql AS 'SELECT 1'",
                "schema | CREATE SCHEMA \"a\" CREATE TABLE \"b\" (id int)",
                "owner | ALTER ROLE \"postgres\" SUPERUSER",
                "owner | ALTER SYSTEM SET archive_command TO 'id'",
                "grant | GRANT \"pg_execute_server_program\" TO \"me\"",
                "database setting | ALTER ROLE \"me\" SUPERUSER",
                "revoke | REVOKE \"a\" FROM \"b\"",
                "comment | CREATE TABLE \"t\" (id int)",
                "materialized view data | SELECT 1"
            })
    void f31RefusesOtherStatements(String kind, String statement) {
        assertThat(StatementGrammar.objection(entry(kind, statement)))
                .isEqualTo("a statement that does not belong to an entry of its kind");
    }

    @ParameterizedTest
    @DisplayName("F31 refuses several statements in one")
    @ValueSource(
            strings = {
                "CREATE TABLE \"t\" (id int); COPY \"t\" FROM PROGRAM 'id'",
                "CREATE TABLE \"t\" (id int) -- ;\n; DROP TABLE \"t\"",
                "CREATE TABLE \"t\" (a text DEFAULT 'it''s') /* a /* b */ ; */ ; SELECT 1",
                "CREATE TABLE \"t\" (a text DEFAULT E'\\'') ; SELECT 1",
                "CREATE TABLE \"t\" (a text DEFAULT '\\'); SELECT 1; --'",
                "CREATE TABLE \"t\" (a text DEFAULT $a$ $b$ $a$); SELECT 1",
                "CREATE TABLE \"t\" (a text DEFAULT foo$$); SELECT 1; --$$"
            })
    void f31RefusesSeveralStatements(String statement) {
        assertThat(StatementGrammar.objection(entry("table", statement))).isEqualTo("several statements in one");
    }

    @ParameterizedTest
    @DisplayName("F31 refuses commands of psql and what has no end")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "CREATE TABLE \"t\" (id int) \\! id | a command of psql",
                "\\copy t from program 'id' | a command of psql",
                "CREATE TABLE \"t\" (a text DEFAULT 'x | a statement with a string or a name that has no end",
                "CREATE TABLE \"t | a statement with a string or a name that has no end",
                "CREATE TABLE \"t\" /* | a statement with a string or a name that has no end"
            })
    void f31RefusesPsqlAndOpenEnds(String statement, String objection) {
        assertThat(StatementGrammar.objection(entry("table", statement))).isEqualTo(objection);
    }

    @Test
    @DisplayName("F31 refuses kinds that it does not know, and drops that take more along")
    void f31RefusesUnknownKindsAndWideDrops() {
        assertThat(StatementGrammar.objection(entry("role", "CREATE ROLE \"x\"")))
                .isEqualTo("a kind of entry that this version of the library does not know");
        SchemaEntry wide = new SchemaEntry(
                "table",
                "public",
                "x",
                Section.PRE_DATA,
                List.of("CREATE TABLE \"x\" (id int)"),
                List.of(),
                null,
                "DROP TABLE \"x\" CASCADE");
        assertThat(StatementGrammar.objection(wide)).isEqualTo("a statement that drops more than an object");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE \"a;b\" (\"\\\" text DEFAULT ';' /* ; */)",
                "CREATE TABLE \"a\"\"; DROP TABLE b\" (id int)",
                "CREATE UNLOGGED TABLE \"t\" (a text DEFAULT E'\\\\;')"
            })
    void takesNamesAndTextsOfAnyCharacters(String statement) {
        assertThat(StatementGrammar.objection(entry("table", statement))).isNull();
    }

    @Test
    void takesBodiesAndRulesWithSemicolons() {
        assertThat(
                        StatementGrammar.objection(
                                entry(
                                        "function",
                                        "CREATE OR REPLACE FUNCTION f()\n BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; SELECT 2; END")))
                .isNull();
        assertThat(StatementGrammar.objection(
                        entry("rule", "CREATE RULE r AS ON INSERT TO t DO ( DELETE FROM a; DELETE FROM b)")))
                .isNull();
        assertThat(StatementGrammar.objection(
                        entry("function", "CREATE OR REPLACE FUNCTION f()\n BEGIN ATOMIC SELECT 1; END; DROP TABLE t")))
                .isEqualTo("several statements in one");
    }
}
