package dev.coffer.backup.internal.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.backup.BackupReport;
import dev.coffer.backup.internal.rows.ContentHash;
import dev.coffer.backup.internal.store.BackupFiles;
import dev.coffer.backup.internal.store.Manifest;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Values as the server itself prints them, whichever way they came. */
class EveryTypeTest {
    private static final String[] SCHEMA = {
        "CREATE TYPE mood AS ENUM ('sad', 'ok', 'very \"happy\", \\ so')",
        "CREATE TYPE pair AS (a int, b text)",
        "CREATE DOMAIN positive AS numeric CHECK (VALUE > 0)",
        "CREATE EXTENSION hstore",
        "CREATE EXTENSION citext",
        """
        CREATE TABLE every_type (
            id int PRIMARY KEY, a smallint, b bigint, c numeric, d numeric(10,2), e real, f double precision, g money,
            h varchar(20), i char(6), j text, k bytea, l timestamp, m timestamptz, n date, o time, p timetz, q interval,
            r boolean, s mood, t point, u line, v lseg, w box, x path, y polygon, z circle, aa cidr, ab inet, ac macaddr,
            ad macaddr8, ae bit(5), af varbit, ag tsvector, ah tsquery, ai uuid, aj xml, ak json, al jsonb, am jsonpath,
            an int[], ao text[], ap int4range, aq tstzrange, ar int4multirange, at pair, au pair[], av positive,
            aw hstore, ax citext, ay oid, az regclass, ba pg_lsn, bb "char", bc name, bd xid8, be positive[])""",
        """
        INSERT INTO every_type VALUES (1, -32768, 9223372036854775807, 'NaN', 1.10, 'NaN', '-Infinity', 1234.56, 'v',
            'ab', E'tab\\t nl\\n cr\\r bs\\\\ \\b\\f\\v \\u0001 \\\\N \\\\. 😀', '\\x00ff5c', 'infinity',
            '0044-03-15 12:00:00+00 BC', '-infinity', '24:00:00', '12:00:00+05:30', '1 year -2 days 03:04:05.6', true,
            'very "happy", \\ so', '(1,2)', '{1,2,3}', '[(0,0),(1,1)]', '(1,1),(0,0)', '((0,0),(1,1))', '((0,0),(1,1),(2,0))',
            '<(0,0),1.5>', '10.0.0.0/8', '::1/64', '08:00:2b:01:02:03', '08:00:2b:01:02:03:04:05', B'10101', B'',
            'a:1A b ''c d'':3', 'a & !b', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', '<a b="c">&lt;</a>', '{"a" :  1, "a": 2}',
            '{"a": 1.00, "b": "\\u00e9"}', '$.a[*] ? (@ > 1)', '[2:3]={1,NULL}', '{"a,b",NULL,"NULL","","\\"q\\"","\\\\"}',
            '[1,5)', '(2020-01-01,)', '{[1,2),[5,7)}', '(1,"x,\\"y\\"")', '{"(1,a)","(,)"}', 1e-20, 'a=>"b c",d=>NULL', 'CiText',
            4294967295, 'pg_class', '16/B374D848', 'x', 'n', '18446744073709551615', '{1,2}')""",
        "INSERT INTO every_type (id, c, e, f, j, i, q, n) VALUES (2, ('1' || repeat('0', 999) || '.5')::numeric, 3.4e38,"
                + " 0.1::float8 + 0.2, '', '', '-00:00:00.000001', '99999-12-31')",
        "INSERT INTO every_type (id) VALUES (3)"
    };

    @TempDir
    Path folder;

    @Test
    @DisplayName("F22 every value is what the server itself prints, alone, together with others, and in parts")
    void isWhatTheServerPrints() {
        try (TestDatabase database = TestServer.newest().createDatabase()) {
            database.execute(SCHEMA);
            database.execute("CREATE TABLE other (a text)", "INSERT INTO other VALUES ('o')");
            String expected = Runs.copy(database, "public.every_type");
            MemoryExporter memory = MemoryExporter.create();

            BackupReport together = Runs.of(database, folder).to(memory).run();
            assertThat(memory.text("public", "every_type")).isEqualTo(expected);
            String hash = memory.totals("every_type").contentHash();
            assertThat(hash).isEqualTo(hash(expected));
            assertThat(recorded(together, "every_type").contentHash()).isEqualTo(hash);
            assertThat(recorded(together, "every_type").bytes())
                    .isEqualTo(expected.getBytes(StandardCharsets.UTF_8).length);

            BackupReport alone = Runs.of(database, folder)
                    .to(memory)
                    .tuning(Tuning.DEFAULT.withBatches(0, 1))
                    .run();
            assertThat(memory.text("public", "every_type")).isEqualTo(expected);
            assertThat(recorded(alone, "every_type").contentHash()).isEqualTo(hash);

            database.execute(
                    "INSERT INTO every_type (id, j) SELECT i, repeat('x', 500) FROM generate_series(4, 500) i");
            expected = Runs.copy(database, "public.every_type");
            Runs.of(database, folder)
                    .to(memory)
                    .tuning(Tuning.DEFAULT.withBatches(0, 1).withParts(1, 1))
                    .run();
            assertThat(memory.parts("every_type")).isGreaterThan(5);
            assertThat(memory.text("public", "every_type")).isEqualTo(expected);
            assertThat(memory.totals("every_type").contentHash()).isEqualTo(hash(expected));
        }
    }

    @Test
    @DisplayName("F24 F07 settings of the role change no byte, and its timeouts do not end the run")
    void settingsOfTheRoleChangeNothing() {
        try (TestDatabase database = TestServer.newest().createDatabase()) {
            database.execute(SCHEMA);
            String expected = Runs.copy(database, "public.every_type");
            String role = "odd_" + ProcessHandle.current().pid() + "_" + Long.toHexString(System.nanoTime());
            database.execute("CREATE ROLE " + role + " SUPERUSER LOGIN PASSWORD 'pw'");
            for (String setting : new String[] {
                "DateStyle = 'German, DMY'",
                "IntervalStyle = 'sql_standard'",
                "TimeZone = 'Asia/Kathmandu'",
                "extra_float_digits = -15",
                "bytea_output = 'escape'",
                "standard_conforming_strings = off",
                "backslash_quote = on",
                "array_nulls = off",
                "transform_null_equals = on",
                "quote_all_identifiers = on",
                "xmloption = 'document'",
                "row_security = on",
                "synchronize_seqscans = on",
                "search_path = 'public, pg_temp'",
                "statement_timeout = '3s'",
                "idle_in_transaction_session_timeout = '1s'",
                "idle_session_timeout = '10s'",
                "lock_timeout = '1ms'",
                "default_transaction_isolation = 'serializable'",
                "default_transaction_read_only = on",
                "default_transaction_deferrable = on",
                "max_parallel_workers_per_gather = 8",
                "parallel_setup_cost = 0",
                "parallel_tuple_cost = 0",
                "min_parallel_table_scan_size = 0",
                "lc_messages = 'C'",
                "client_min_messages = 'debug1'"
            }) {
                database.execute("ALTER ROLE " + role + " SET " + setting);
            }
            if (database.server().major() >= 17) {
                database.execute("ALTER ROLE " + role + " SET transaction_timeout = '3s'");
            }
            try {
                MemoryExporter memory = MemoryExporter.create();
                for (Tuning tuning : new Tuning[] {
                    Tuning.DEFAULT,
                    Tuning.DEFAULT.withBatches(0, 1),
                    Tuning.DEFAULT.withBatches(0, 1).withParts(1, 1)
                }) {
                    Runs.of(database, folder)
                            .source(dev.coffer.backup.internal.connect.ConnectionSource.ofUrl(database.uri(role, "pw")))
                            .to(memory)
                            .tuning(tuning.withMoments(EveryTypeTest::waitOnce))
                            .run();
                    assertThat(memory.text("public", "every_type")).isEqualTo(expected);
                }
            } finally {
                database.execute("DROP ROLE " + role);
            }
        }
    }

    private static void waitOnce(Tuning.Moment moment) {
        if (moment == Tuning.Moment.SNAPSHOT_TAKEN) {
            try {
                Thread.sleep(3500);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static Manifest.Table recorded(BackupReport report, String table) {
        return BackupFiles.open(report.directory()).manifest().tables().stream()
                .filter(t -> t.name().name().equals(table))
                .findFirst()
                .orElseThrow();
    }

    private static String hash(String text) {
        ContentHash hash = new ContentHash();
        for (String line : text.split("\n")) {
            byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
            hash.add(bytes, 0, bytes.length);
        }
        return hash.toString();
    }
}
