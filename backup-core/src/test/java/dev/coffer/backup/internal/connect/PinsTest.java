package dev.coffer.backup.internal.connect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.testsupport.NamesItsServers;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PinsTest {
    /** What a role may have set, and what must hold nevertheless. */
    private static final List<String[]> EVERYWHERE = List.of(
            new String[] {"DateStyle", "'German, DMY'", "ISO, YMD"},
            new String[] {"IntervalStyle", "'sql_standard'", "postgres"},
            new String[] {"TimeZone", "'Asia/Kathmandu'", "UTC"},
            new String[] {"extra_float_digits", "'-3'", "3"},
            new String[] {"bytea_output", "'escape'", "hex"},
            new String[] {"lc_monetary", "'C'", "C"},
            new String[] {"array_nulls", "off", "on"},
            new String[] {"transform_null_equals", "on", "off"},
            new String[] {"quote_all_identifiers", "on", "off"},
            new String[] {"xmloption", "'document'", "content"},
            new String[] {"row_security", "on", "off"},
            new String[] {"synchronize_seqscans", "on", "off"},
            new String[] {"max_parallel_workers_per_gather", "4", "0"},
            new String[] {"client_min_messages", "'debug1'", "warning"},
            new String[] {"jit", "on", "off"},
            new String[] {"standard_conforming_strings", "off", "on"},
            new String[] {"client_encoding", "'LATIN1'", "UTF8"},
            new String[] {"search_path", "'public, pg_catalog'", "pg_catalog, pg_temp"},
            new String[] {"statement_timeout", "'50s'", "0"},
            new String[] {"lock_timeout", "'1s'", "7s"},
            new String[] {"idle_in_transaction_session_timeout", "'50s'", "0"},
            new String[] {"idle_session_timeout", "'50s'", "0"},
            new String[] {"default_transaction_isolation", "'serializable'", "serializable"},
            new String[] {"default_transaction_read_only", "on", "on"});

    private static Map<String, String> expected(int version, boolean restore) {
        Map<String, String> expected = new LinkedHashMap<>();
        EVERYWHERE.forEach(pin -> expected.put(pin[0], pin[2]));
        if (version >= 170000) {
            expected.put("transaction_timeout", "0");
        }
        if (restore) {
            expected.put("check_function_bodies", "off");
            expected.put("default_tablespace", "");
            expected.put("default_table_access_method", "heap");
            expected.put("transaction_isolation", "read committed");
            expected.put("transaction_read_only", "off");
        } else {
            expected.put("restrict_nonsystem_relation_kind", "view, foreign-table");
            expected.put("transaction_isolation", "repeatable read");
            expected.put("transaction_read_only", "on");
        }
        return expected;
    }

    @NamesItsServers
    @ParameterizedTest(name = "F24 on {0}")
    @ValueSource(ints = {14, 15, 16, 17, 18})
    void holdWhateverTheRoleHasSet(int major) throws SQLException {
        TestServer server = TestServer.version(major);
        String role = "odd_" + ProcessHandle.current().pid() + "_" + major;
        try (TestDatabase database = server.createDatabase()) {
            server.administer("CREATE ROLE " + role + " LOGIN PASSWORD 'pw'");
            for (String[] pin : EVERYWHERE) {
                server.administer("ALTER ROLE " + role + " SET " + pin[0] + " = " + pin[1]);
            }
            server.administer(
                    "ALTER ROLE " + role + " SET check_function_bodies = on",
                    "ALTER ROLE " + role + " SET default_tablespace = 'pg_default'");
            if (major >= 17) {
                server.administer("ALTER ROLE " + role + " SET transaction_timeout = '50s'");
            }
            try (Session session =
                    ConnectionSource.ofUrl(database.uri(role, "pw")).open()) {
                int version = session.serverVersion();
                Duration wait = Duration.ofSeconds(7);

                session.execute(Pins.BEGIN_BACKUP + "; " + Pins.forBackup(version, wait));
                assertThat(settings(session, expected(version, false))).isEqualTo(expected(version, false));
                session.execute("COMMIT");

                session.execute(Pins.BEGIN_RESTORE + "; " + Pins.forRestore(version, wait));
                assertThat(settings(session, expected(version, true))).isEqualTo(expected(version, true));
                session.execute("COMMIT");

                assertThat(session.query("SHOW IntervalStyle").get(0).get(0)[0])
                        .as("nothing outlives the transaction")
                        .isEqualTo("sql_standard");
            } finally {
                database.execute("DROP OWNED BY " + role);
                server.administer("DROP ROLE " + role);
            }
        }
    }

    private static Map<String, String> settings(Session session, Map<String, String> names) throws SQLException {
        StringBuilder sql = new StringBuilder();
        names.keySet().forEach(name -> sql.append("SHOW ").append(name).append(';'));
        List<List<String[]>> results = session.query(sql.toString());
        Map<String, String> settings = new LinkedHashMap<>();
        int i = 0;
        for (String name : names.keySet()) {
            settings.put(name, results.get(i++).get(0)[0]);
        }
        return settings;
    }

    @Test
    void takeNoSnapshot() throws SQLException {
        try (TestDatabase database = TestServer.newest().createDatabase();
                Session session = ConnectionSource.ofUrl(database.uri()).open()) {
            session.execute(Pins.BEGIN_BACKUP + "; " + Pins.forBackup(session.serverVersion(), Duration.ZERO));

            database.execute("CREATE TABLE made_after_the_pins (a int)");

            assertThat(session.query("SELECT count(*) FROM pg_class WHERE relname = 'made_after_the_pins'")
                            .get(0)
                            .get(0)[0])
                    .isEqualTo("1");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "140012, false, false",
        "140013, true, false",
        "150007, false, false",
        "150008, true, false",
        "160003, false, false",
        "160004, true, false",
        "170000, true, true",
        "180006, true, true"
    })
    void differByVersion(int version, boolean relationKinds, boolean transactionTimeout) {
        String pins = Pins.forBackup(version, Duration.ofMinutes(1));

        assertThat(pins.contains("restrict_nonsystem_relation_kind")).isEqualTo(relationKinds);
        assertThat(pins.contains("transaction_timeout")).isEqualTo(transactionTimeout);
        assertThat(Pins.forRestore(version, Duration.ofMinutes(1))).doesNotContain("restrict_nonsystem_relation_kind");
        assertThat(pins).contains("lock_timeout = 60000").doesNotEndWith(";");
    }

    @ParameterizedTest
    @CsvSource({"15.19, 150019", "18beta2, 180000", "17.5 (Debian 17.5-1.pgdg12+1), 170005", "16, 160000", "odd, 0"})
    void knowTheVersionFromItsText(String text, int number) {
        assertThat(ServerVersion.number(text)).isEqualTo(number);
    }
}
