package dev.coffer.backup.internal.restore;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

/** The two ways in, INSERT for small tables and COPY for others, must leave the same values behind. */
class ValuesTest {
    private static final List<String> TYPES = List.of(
            "CREATE TYPE public.mood AS ENUM ('sad', 'ok', 'a,b\"c')",
            "CREATE TYPE public.pair AS (a integer, b text)",
            "CREATE DOMAIN public.short AS varchar(5) CHECK (value <> 'never')",
            "CREATE TYPE public.span AS RANGE (subtype = float8)");

    private static final String COLUMNS =
            "n numeric, n2 numeric(10,2), f4 float4, f8 float8, i8 bigint, i2 smallint, d date,"
                    + " ts timestamp, tz timestamptz, t time, ttz timetz, iv interval, ivm interval_month, b bytea, j json, jb jsonb,"
                    + " tx text, vc varchar(7), ch char(5), nm name, oneb \"char\", bo boolean, bi bit(3), vb varbit(9), ia integer[],"
                    + " ta text[], r int4range, mr int4multirange, nr numrange, x xml, m money, ip inet, ci cidr, ma macaddr,"
                    + " m8 macaddr8, pt point, li line, se lseg, bx box, pa path, po polygon, cr circle, tv tsvector, tq tsquery, u uuid,"
                    + " l pg_lsn, o oid, rc regclass, rt regtype, sn txid_snapshot, jp jsonpath, md public.mood, pr public.pair,"
                    + " dm public.short, sp public.span, mda public.mood[], pra public.pair[]";

    private static final String VALUES = "SELECT 'NaN'::numeric, -0.10, 'NaN'::float4, '-Infinity'::float8,"
            + " 9223372036854775807, (-32768)::smallint, 'infinity'::date, '0044-03-15 12:00:00 BC'::timestamp,"
            + " '-infinity'::timestamptz, '24:00:00'::time, '23:59:59.999999+14:59'::timetz,"
            + " '-1 years 2 mons -3 days 04:05:06.789'::interval, '3 mons'::interval, '\\x00ff5c6e27'::bytea,"
            + " ' {\"a\" : 1,  \"a\":null} '::json, '{\"b\": \"\\u00e9\\\\\"}'::jsonb,"
            + " E'\\\\.\\n\\\\N\\t''quoted'' \"d\" \\r\\x08\\x0b\\x0c\\x01 \\u4e2d\\U0001F600;--$$', 'abc   ', 'ab', 'name',"
            + " 'c'::\"char\", true, B'101', B'', '[2:3]={1,NULL}'::int[],"
            + " ARRAY['', NULL, 'NULL', '\"', '\\', 'a,b', '{}']::text[], 'empty'::int4range, '{[1,3),[5,)}'::int4multirange,"
            + " '(,1.5]'::numrange, '<a>&amp;</a>'::xml, '-1234.56'::money, '::ffff:1.2.3.4/128'::inet, '10.0.0.0/8'::cidr,"
            + " '08:00:2b:01:02:03'::macaddr, '08:00:2b:01:02:03:04:05'::macaddr8, '(1.5,-2)'::point, '{1,-1,0}'::line,"
            + " '[(0,0),(1,1)]'::lseg, '(1,1),(0,0)'::box, '[(0,0),(1,1)]'::path, '((0,0),(1,1))'::polygon, '<(0,0),1>'::circle,"
            + " '''it''''s'':1A b'::tsvector, '''a'' & !''b'''::tsquery, '0f0f0f0f-0000-0000-0000-000000000001'::uuid,"
            + " '16/B374D848'::pg_lsn, 4294967295::oid, 'pg_catalog.pg_class'::regclass, 'integer'::regtype,"
            + " '10:20:10,14'::txid_snapshot, '$.a[*] ? (@ > 1)'::jsonpath, 'a,b\"c'::public.mood,"
            + " ROW(1, 'x\"y,(z)')::public.pair, ''::public.short, '[1.5,2)'::public.span,"
            + " ARRAY['ok', NULL, 'a,b\"c']::public.mood[], ARRAY[ROW(NULL, '')::public.pair, NULL]"
            + " UNION ALL SELECT repeat('9', 1000)::numeric + 0.1, 99999999.99, '1e-45'::float4, 0.1::float8 + 0.2,"
            + " -9223372036854775808, 32767::smallint, '4714-11-24 BC'::date, '294276-12-31 23:59:59.999999'::timestamp,"
            + " '2026-11-22 12:00:00.1+00'::timestamptz, '00:00'::time, '00:00-15:59'::timetz, '178000000 years'::interval,"
            + " '0'::interval, ''::bytea, 'null'::json, 'null'::jsonb, '', '', '', '', ''::\"char\", false, B'000', B'111000111',"
            + " '{}'::int[], '{{a,b},{c,NULL}}'::text[], '[1,10)'::int4range, '{}'::int4multirange, '[1,1]'::numrange,"
            + " ''::xml, '0'::money, '1.2.3.4/24'::inet, '::/0'::cidr, NULL, NULL, '(NaN,Infinity)'::point, NULL, NULL, NULL,"
            + " '((0,0),(1,1))'::path, NULL, NULL, ''::tsvector, ''::tsquery, NULL, '0/0'::pg_lsn, 0::oid, NULL, NULL, NULL,"
            + " NULL, 'sad'::public.mood, ROW(NULL, NULL)::public.pair, 'abcde'::public.short, 'empty'::public.span, '{}', '{}'";

    private static String columns() {
        return COLUMNS.replace("ivm interval_month", "ivm interval month");
    }

    @Test
    @DisplayName("F22 every type comes back exactly, through INSERT as through COPY")
    void bringsBackEveryTypeThroughInsertAndCopy() throws SQLException, IOException {
        try (TestDatabase source = TestServer.newest().createDatabase();
                TestDatabase target = TestServer.newest().createDatabase()) {
            TYPES.forEach(source::execute);
            source.execute("CREATE TABLE few (" + columns() + ")", "INSERT INTO few " + VALUES);
            byte[] few = copyOut(source, "few");
            source.execute(
                    "CREATE TABLE many (" + columns() + ")",
                    "INSERT INTO many SELECT f.* FROM few f, generate_series(1, 60)");
            byte[] many = copyOut(source, "many");
            assertThat(many.length).isGreaterThan(1 << 16);

            HandMade backup = new HandMade();
            for (int i = 0; i < TYPES.size(); i++) {
                backup.pre("type", "type" + i, TYPES.get(i));
            }
            backup.pre("table", "few", "CREATE TABLE public.few (" + columns() + ")")
                    .pre("table", "many", "CREATE TABLE public.many (" + columns() + ")")
                    .rows("few", few, source)
                    .rows("many", many, source);
            assertThat(Restoring.of(backup, target).run().rows()).isEqualTo(122);

            assertThat(new String(copyOut(target, "few"), UTF_8)).isEqualTo(new String(few, UTF_8));
            assertThat(new String(copyOut(target, "many"), UTF_8)).isEqualTo(new String(many, UTF_8));
        }
    }

    private static byte[] copyOut(TestDatabase database, String table) throws SQLException, IOException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SET TimeZone = 'UTC'; SET IntervalStyle = 'postgres'; SET DateStyle = 'ISO';"
                    + " SET extra_float_digits = 3; SET search_path = ''");
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            connection.unwrap(PGConnection.class).getCopyAPI().copyOut("COPY public." + table + " TO STDOUT", out);
            return out.toByteArray();
        }
    }
}
