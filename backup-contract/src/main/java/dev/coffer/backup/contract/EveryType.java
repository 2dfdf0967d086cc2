package dev.coffer.backup.contract;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Fills a database with a table for each type, each holding the values that backups have lost before. */
public final class EveryType {
    private static final String NOT_BUILT_IN = "0A000";

    private EveryType() {}

    /** A type and values of it, as SQL expressions that are cast to it. */
    private record Sample(String type, List<String> values) {
        Sample(String type, String... values) {
            this(type, List.of(values));
        }
    }

    /** Extensions that a server may lack. */
    private static final List<String> EXTENSIONS = List.of("hstore", "citext", "ltree", "cube");

    private static final List<String> DEFINITIONS = List.of(
            "CREATE SCHEMA types",
            "CREATE TYPE types.mood AS ENUM ('sad', 'o''k', 'very, \"happy\"', '', E'line\\nbreak', 'NULL')",
            "CREATE TYPE types.pair AS (a integer, \"B \"\"q\"\"\" text)",
            "CREATE TYPE types.nested AS (p types.pair, list types.pair[], t timestamptz)",
            "CREATE DOMAIN types.positive AS integer CHECK (VALUE > 0)",
            "CREATE DOMAIN types.flag AS boolean",
            "CREATE DOMAIN types.pair_domain AS types.pair",
            "CREATE TYPE types.float_range AS RANGE (subtype = float8)");

    private static final List<Sample> SAMPLES = List.of(
            new Sample("boolean", "true", "false"),
            new Sample("smallint", "-32768", "32767", "0"),
            new Sample("integer", "-2147483648", "2147483647"),
            new Sample("bigint", "-9223372036854775808", "9223372036854775807", "9007199254740993"),
            new Sample(
                    "numeric",
                    "'NaN'",
                    "'Infinity'",
                    "'-Infinity'",
                    "0.00",
                    "'1" + "0".repeat(999) + ".5'",
                    "'-0." + "123456789".repeat(111) + "'",
                    "1e-300",
                    "100"),
            new Sample("numeric(10,2)", "1.5", "'NaN'", "-99999999.99"),
            new Sample(
                    "real", "0.1", "'NaN'", "'Infinity'", "'-Infinity'", "'-0'", "1e-45", "3.4028235e38", "16777217"),
            new Sample(
                    "double precision",
                    "0.1",
                    "0.1::float8 + 0.2",
                    "'NaN'",
                    "'-Infinity'",
                    "'-0'",
                    "5e-324",
                    "1.7976931348623157e308",
                    "1e15",
                    "123456789012345680"),
            new Sample("money", "'-92233720368547758.08'", "'1234.56'", "'0'"),
            new Sample(
                    "text",
                    "''",
                    "' '",
                    "'NULL'",
                    "E'\\\\N'",
                    "E'\\\\.'",
                    "E'a\\n\\\\.\\nb'",
                    "E'\\n\\\\.\\n'",
                    "E'a\\r\\nb\\rc\\td'",
                    "E'\\\\'",
                    "'\"quoted\"'",
                    "','",
                    "E'\\x01\\x1f\\x7f'",
                    "E'\\u0085\\u2028\\u2029\\uFEFF\\uFFFE\\uFFFF'",
                    "U&'\\+01F600 \\+01D11E \\+10FFFD'",
                    "E'\\b\\f\\v'",
                    "repeat('\"', 100000)",
                    "repeat(U&'\\+01F600', 100000)",
                    "'=1+1'"),
            new Sample("varchar(10)", "'abc'", "''", "'          '"),
            new Sample("char(5)", "'a'", "''", "'abcde'"),
            new Sample("\"char\"", "'a'", "''", "','"),
            new Sample("name", "'x'", "''"),
            new Sample(
                    "bytea",
                    "''",
                    "'\\x00'",
                    "'\\x5c2e0a'",
                    "decode((SELECT string_agg(lpad(to_hex(i), 2, '0'), '') FROM generate_series(0, 255) AS i), 'hex')",
                    "'\\x" + "00ff".repeat(5000) + "'"),
            new Sample(
                    "date",
                    "'infinity'",
                    "'-infinity'",
                    "'4713-11-24 BC'",
                    "'5874897-12-31'",
                    "'0001-01-01 BC'",
                    "'2000-02-29'"),
            new Sample(
                    "timestamp",
                    "'infinity'",
                    "'-infinity'",
                    "'4713-11-24 00:00:00 BC'",
                    "'294276-12-31 23:59:59.999999'",
                    "'2025-03-30 02:30:00.000001'"),
            new Sample(
                    "timestamptz",
                    "'infinity'",
                    "'-infinity'",
                    "'4713-11-24 00:00:00+00 BC'",
                    "'294276-12-31 23:59:59.999999+00'",
                    "'2025-10-26 02:30:00+05:45'"),
            new Sample("timestamp(3)", "'2025-01-01 00:00:00.123456'"),
            new Sample("time", "'24:00:00'", "'00:00:00'", "'23:59:59.999999'"),
            new Sample("timetz", "'00:00:00+15:59:59'", "'23:59:59.999999-12:34:56'", "'24:00:00Z'"),
            new Sample(
                    "interval",
                    "'1 year -2 mons +3 days -04:05:06.789'",
                    "'-178000000 years'",
                    "'0'",
                    "'1 day -1 microsecond'",
                    "'-1 day'",
                    // The largest; version 14 reads no more hours than an int4 holds.
                    "CASE WHEN pg_catalog.current_setting('server_version_num')::int4 < 150000"
                            + " THEN '2147483647:59:59.999999' ELSE '2562047788:00:54.775807' END"),
            new Sample("interval hour to minute", "'1:02'"),
            new Sample(
                    "json",
                    "'  { \"a\" : 1, \"a\" : 2 } '",
                    "'null'",
                    "'\"\\u0000\"'",
                    "'1e400'",
                    "E'[1,\\n\\t2]'",
                    "'\"\\ud83d\\ude00\"'"),
            new Sample(
                    "jsonb",
                    "'null'",
                    "'\"\"'",
                    "'{\"b\": [1, {\"x\": null}], \"a\": 1.000}'",
                    "'123456789012345678901234567890.12345'",
                    "'\"\\ud83d\\ude00 \\\" \\\\\"'"),
            new Sample("jsonpath", "'$.a[*] ? (@.b > 1)'"),
            new Sample("uuid", "'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'"),
            new Sample("xml", "'<a b=\"c\">é<!-- x --></a>'", "'two <b/> parts'", "''"),
            new Sample("bit(5)", "B'10101'"),
            new Sample("varbit", "B''", "B'1'", "B'" + "10".repeat(100) + "'"),
            new Sample("inet", "'192.168.0.1/24'", "'::1'", "'::ffff:1.2.3.4/96'"),
            new Sample("cidr", "'10.0.0.0/8'", "'2001:db8::/32'"),
            new Sample("macaddr", "'08:00:2b:01:02:03'"),
            new Sample("macaddr8", "'08:00:2b:01:02:03:04:05'"),
            new Sample("pg_lsn", "'FFFFFFFF/FFFFFFFF'", "'0/0'"),
            new Sample("oid", "4294967295", "0"),
            new Sample("regclass", "'pg_catalog.pg_class'"),
            new Sample("regtype", "'integer'", "'types.mood'"),
            new Sample("xid8", "'18446744073709551615'"),
            new Sample("tid", "'(0,1)'"),
            new Sample("pg_snapshot", "'10:20:10,14,15'"),
            new Sample("oidvector", "'1 2 3'", "''"),
            new Sample("int2vector", "'1 -2'"),
            new Sample("point", "'(NaN,Infinity)'", "'(0.1,-0)'"),
            new Sample("line", "'{1,-1,0.1}'"),
            new Sample("lseg", "'[(0,0),(1e300,1)]'"),
            new Sample("box", "'((0,0),(1,1))'"),
            new Sample("path", "'[(0,0),(1,1)]'", "'((0,0),(1,1))'"),
            new Sample("polygon", "'((0,0),(1,1),(1,0))'"),
            new Sample("circle", "'<(0.1,0.2),3>'"),
            new Sample("integer[]", "'{}'", "'{1,NULL,3}'", "'[0:1]={1,2}'", "'[-2:-1][5:6]={{1,2},{3,4}}'"),
            new Sample(
                    "text[]",
                    "'{NULL,\"NULL\",\"\",\"a,b\",\"{}\",\" x \"}'",
                    "ARRAY[E'\"\\\\', E'\\n\\\\.\\n', '''']",
                    "'{{a,b},{c,d}}'",
                    "ARRAY[NULL]::text[]"),
            new Sample("boolean[]", "'{t,f,NULL}'"),
            new Sample("json[]", "ARRAY['{\"a\":\"x,y\"}', 'null']::json[]"),
            new Sample("bytea[]", "ARRAY['\\x00', '\\x5c', NULL]::bytea[]"),
            new Sample("box[]", "'{(1,1),(0,0);(2,2),(0,0)}'"),
            new Sample("timestamptz[]", "'{infinity,NULL}'"),
            new Sample("int4range", "'empty'", "'[1,5)'", "'(,)'", "'[1,]'"),
            new Sample("numrange", "'[Infinity,NaN]'", "'(0.10,1.000]'"),
            new Sample("daterange", "'[infinity,infinity]'", "'[2000-01-01,)'"),
            new Sample("tstzrange", "'[\"2000-01-01 00:00:00+00\",\"2000-01-02 00:00:00+00\")'"),
            new Sample("types.float_range", "'[5e-324,0.1)'", "'(-Infinity,0.30000000000000004]'"),
            new Sample("int4multirange", "'{}'", "'{[1,3),[5,8)}'"),
            new Sample("types.mood", "'sad'", "'o''k'", "'very, \"happy\"'", "''", "E'line\\nbreak'", "'NULL'"),
            new Sample("types.mood[]", "ARRAY['', 'NULL', E'line\\nbreak', NULL]::types.mood[]"),
            new Sample("types.pair", "ROW(1, E'a,\"b\"\\\\ (c)\\n')", "ROW(NULL, '')", "ROW(NULL, NULL)"),
            new Sample(
                    "types.nested",
                    "ROW(ROW(1, '\"'), ARRAY[ROW(2, E'\\\\'), NULL, ROW(NULL, ',')]::types.pair[], 'infinity')"),
            new Sample("types.pair[]", "ARRAY[ROW(1, '{\"x\"}')]::types.pair[]"),
            new Sample("types.positive", "1"),
            new Sample("types.positive[]", "'{1,2}'"),
            new Sample("types.flag", "true", "false"),
            new Sample("types.pair_domain", "ROW(1, 'x')"),
            new Sample("tsvector", "'a:1A ''b c'':2,3B ''it''''s'' ''\\\\\\\\'''"),
            new Sample("tsquery", "'a & !b | ''c d'':*A'"),
            new Sample("refcursor", "'c'"),
            new Sample("hstore", "'\"a\"=>\"b,\\\"c\", \"n\"=>NULL, \"\"=>\"\"'", "''"),
            new Sample("citext", "'MiXeD'"),
            new Sample("ltree", "'Top.Science.Astronomy'"),
            new Sample("cube", "'(1,2),(3,4.5)'"));

    /**
     * Creates everything in a database that is empty. Leaves out the types that the server does not have.
     *
     * @return how many types there are
     */
    public static int createIn(Connection connection) throws SQLException {
        List<String> missing = new ArrayList<>();
        int types = 0;
        try (Statement statement = connection.createStatement()) {
            for (String extension : EXTENSIONS) {
                if (!has(statement, extension)) {
                    missing.add(extension);
                }
            }
            for (String definition : DEFINITIONS) {
                statement.execute(definition);
            }
            statement.execute("SET lc_monetary = 'C'");
            statement.execute("SET search_path = public, pg_catalog");
            for (Sample sample : SAMPLES) {
                if (!missing.contains(sample.type()) && create(statement, "types.t" + types, sample)) {
                    types++;
                }
            }
            statement.execute("RESET search_path");
            statement.execute("RESET lc_monetary");
        }
        return types;
    }

    private static boolean has(Statement statement, String extension) {
        try {
            statement.execute("CREATE EXTENSION " + extension + " SCHEMA public");
            return true;
        } catch (SQLException e) {
            // The server was installed without it, or the role may not create it.
            return false;
        }
    }

    private static boolean create(Statement statement, String table, Sample sample) throws SQLException {
        statement.execute("CREATE TABLE " + table + " (n integer, v " + sample.type() + ")");
        int n = 0;
        try {
            for (String value : sample.values()) {
                statement.execute(
                        "INSERT INTO " + table + " VALUES (" + n + ", (" + value + ")::" + sample.type() + ")");
                n++;
            }
        } catch (SQLException e) {
            if (!NOT_BUILT_IN.equals(e.getSQLState())) {
                throw new SQLException("a value of the type " + sample.type() + ": " + e.getMessage(), e);
            }
            statement.execute("DROP TABLE " + table);
            return false;
        }
        statement.execute("INSERT INTO " + table + " VALUES (" + n + ", NULL), (NULL, NULL)");
        return true;
    }
}
