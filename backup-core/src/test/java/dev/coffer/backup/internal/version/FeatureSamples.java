package dev.coffer.backup.internal.version;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Of each feature that a later version brought, an object that has it. They stand side by side in one database, each in a schema of its
 * own, which the statements call {@code #}; what belongs to no schema begins with its name.
 */
final class FeatureSamples {
    private static final Map<String, FeatureSamples> ALL = new HashMap<>();
    private static final String GIST = "CREATE EXTENSION IF NOT EXISTS btree_gist";
    /** A message names ten things at most, and one sample has two. */
    private static final int TOGETHER = 9;

    private final String object;
    private final List<String> statements;

    private FeatureSamples(String object, List<String> statements) {
        this.object = object;
        this.statements = statements;
    }

    static {
        String parent = "CREATE TABLE #.parent (a int, b int DEFAULT 1, PRIMARY KEY (a, b))";
        sample(
                "NULLS NOT DISTINCT",
                "unique constraint #.t only_one",
                "CREATE TABLE #.t (a int, CONSTRAINT only_one UNIQUE NULLS NOT DISTINCT (a))");
        sample("security_invoker", "view #.v", "CREATE VIEW #.v WITH (security_invoker = true) AS SELECT 1 AS a");
        sample(
                "ON DELETE SET NULL of some columns",
                "foreign key #.child refers",
                parent,
                "CREATE TABLE #.child (a int, b int, CONSTRAINT refers FOREIGN KEY (a, b) REFERENCES #.parent ON DELETE SET NULL (b))");
        sample(
                "ON DELETE SET DEFAULT of some columns",
                "foreign key #.child refers",
                parent,
                "CREATE TABLE #.child (a int, b int, CONSTRAINT refers FOREIGN KEY (a, b) REFERENCES #.parent ON DELETE SET DEFAULT (b))");
        sample(
                "the tables of a schema in a publication",
                "publication schema #p #",
                "CREATE PUBLICATION #p FOR TABLES IN SCHEMA #");
        sample(
                "a publication with a condition",
                "publication table #p #.parent",
                parent,
                "CREATE PUBLICATION #p FOR TABLE #.parent WHERE (a > 1)");
        sample(
                "a publication of some columns",
                "publication table #p #.parent",
                parent,
                "CREATE PUBLICATION #p FOR TABLE #.parent (a)");
        sample("an unlogged sequence", "sequence #.s", "CREATE UNLOGGED SEQUENCE #.s");
        sample(
                "an unlogged sequence of an identity column",
                "table #.t",
                "CREATE TABLE #.t (a int GENERATED ALWAYS AS IDENTITY)",
                "ALTER SEQUENCE #.t_a_seq SET UNLOGGED");
        sample("ICU rules", "collation #.c", "CREATE COLLATION #.c (provider = icu, locale = 'und', rules = '&a < g')");
        sample(
                "an event trigger on login",
                "event trigger #_entered",
                "CREATE FUNCTION #.enter() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'",
                "CREATE EVENT TRIGGER #_entered ON login EXECUTE FUNCTION #.enter()");
        sample("a builtin collation", "collation #.c", "CREATE COLLATION #.c (provider = builtin, locale = 'C.UTF-8')");
        sample(
                "NOT ENFORCED",
                "check constraint #.t positive",
                "CREATE TABLE #.t (a int, CONSTRAINT positive CHECK (a > 0) NOT ENFORCED)");
        sample(
                "WITHOUT OVERLAPS",
                "primary key #.t only_one",
                GIST,
                "CREATE TABLE #.t (a int, during daterange, CONSTRAINT only_one PRIMARY KEY (a, during WITHOUT OVERLAPS))");
        sample(
                "PERIOD",
                "primary key #.parent whole (WITHOUT OVERLAPS, since 18), foreign key #.child refers",
                GIST,
                "CREATE TABLE #.parent (a int, during daterange, CONSTRAINT whole PRIMARY KEY (a, during WITHOUT OVERLAPS))",
                "CREATE TABLE #.child (a int, during daterange,"
                        + " CONSTRAINT refers FOREIGN KEY (a, PERIOD during) REFERENCES #.parent (a, PERIOD during))");
        sample(
                "a virtual generated column",
                "table #.t",
                "CREATE TABLE #.t (a int, b int GENERATED ALWAYS AS (a * 2) VIRTUAL)");
        sample(
                "NOT NULL that is not valid or not inherited",
                "not-null constraint #.t filled",
                "CREATE TABLE #.t (a int)",
                "ALTER TABLE #.t ADD CONSTRAINT filled NOT NULL a NOT VALID");
        sample(
                "NOT NULL that is not inherited",
                "table #.t",
                "CREATE TABLE #.t (a int, CONSTRAINT filled NOT NULL a NO INHERIT)");
        String subscription = "CREATE SUBSCRIPTION #s CONNECTION 'dbname=none' PUBLICATION p WITH (connect = false, ";
        sample("two_phase", "subscription #s", subscription + "two_phase = true)");
        sample("disable_on_error", "subscription #s", subscription + "disable_on_error = true)");
        sample("password_required", "subscription #s", subscription + "password_required = false)");
        sample("run_as_owner", "subscription #s", subscription + "run_as_owner = true)");
        sample("origin", "subscription #s", subscription + "origin = none)");
        sample("failover", "subscription #s", subscription + "failover = true)");
        sample(
                "generated columns in a publication",
                "publication #p",
                "CREATE PUBLICATION #p WITH (publish_generated_columns = stored)");
        sample(
                "OLD and NEW in RETURNING",
                "rule #.v changed",
                "CREATE TABLE #.t (a int)",
                "CREATE VIEW #.v AS SELECT a FROM #.t",
                "CREATE RULE changed AS ON UPDATE TO #.v DO INSTEAD UPDATE #.t SET a = NEW.a RETURNING WITH (OLD AS o, NEW AS n) n.a");
        expression("IS JSON", "SELECT '{}' IS JSON AS e");
        expression("JSON_OBJECT", "SELECT json_object('a' : 1) AS e");
        expression("JSON_ARRAY", "SELECT json_array(1, 2) AS e");
        expression("JSON_OBJECTAGG", "SELECT json_objectagg('a' : 1) AS e");
        expression("JSON_ARRAYAGG", "SELECT json_arrayagg(1) AS e");
        expression("SYSTEM_USER", "SELECT system_user AS e");
        expression("XMLSERIALIZE with INDENT", "SELECT xmlserialize(content '<a/>'::xml AS text INDENT) AS e");
        expression("AT LOCAL", "SELECT now() AT LOCAL AS e");
        expression("JSON", "SELECT json('1') AS e");
        expression("JSON_SCALAR", "SELECT json_scalar(1) AS e");
        expression("JSON_SERIALIZE", "SELECT json_serialize('1') AS e");
        expression("JSON_TABLE", "SELECT * FROM json_table('[1]'::jsonb, '$[*]' COLUMNS (x int PATH '$'))");
        expression("JSON_QUERY", "SELECT json_query('[1]'::jsonb, '$') AS e");
        expression("JSON_VALUE", "SELECT json_value('[1]'::jsonb, '$[0]') AS e");
        expression("JSON_EXISTS", "SELECT json_exists('[1]'::jsonb, '$[0]') AS e");
        sample("a negative scale", "table #.t", "CREATE TABLE #.t (a numeric(2, -2))");
        sample("a scale greater than the precision", "table #.t", "CREATE TABLE #.t (a numeric(2, 5))");
        sample(
                "MERGE",
                "procedure #.p()",
                "CREATE TABLE #.t (a int)",
                "CREATE PROCEDURE #.p() BEGIN ATOMIC"
                        + " MERGE INTO #.t AS t USING (VALUES (1)) v (a) ON t.a = v.a WHEN MATCHED THEN DELETE; END");
        sample(
                "MERGE with NOT MATCHED BY SOURCE",
                "procedure #.p()",
                "CREATE TABLE #.t (a int)",
                "CREATE PROCEDURE #.p() BEGIN ATOMIC"
                        + " MERGE INTO #.t AS t USING (VALUES (1)) v (a) ON t.a = v.a WHEN NOT MATCHED BY SOURCE THEN DELETE; END");
        sample(
                "MERGE with RETURNING",
                "function #.f()",
                "CREATE TABLE #.t (a int)",
                "CREATE FUNCTION #.f() RETURNS text BEGIN ATOMIC MERGE INTO #.t AS t USING (VALUES (1)) v (a) ON t.a = v.a"
                        + " WHEN MATCHED THEN DELETE RETURNING merge_action(); END");
        sample(
                "a TRUNCATE trigger on a foreign table",
                "trigger #.f emptied",
                "CREATE FOREIGN DATA WRAPPER #w",
                "CREATE SERVER #s FOREIGN DATA WRAPPER #w",
                "CREATE FOREIGN TABLE #.f (a int) SERVER #s",
                "CREATE FUNCTION #.told() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN END'",
                "CREATE TRIGGER emptied BEFORE TRUNCATE ON #.f EXECUTE FUNCTION #.told()");
        sample(
                "an exclusion constraint on a partitioned table",
                "exclusion constraint #.t only_one",
                "CREATE TABLE #.t (a int, CONSTRAINT only_one EXCLUDE USING btree (a WITH =)) PARTITION BY LIST (a)");
        sample(
                "an access method of a partitioned table",
                "table #.t",
                "CREATE ACCESS METHOD #_another TYPE TABLE HANDLER heap_tableam_handler",
                "CREATE TABLE #.t (a int) PARTITION BY LIST (a) USING #_another");
        sample(
                "a NOT VALID foreign key of a partitioned table",
                "foreign key #.child refers",
                "CREATE TABLE #.parent (a int PRIMARY KEY)",
                "CREATE TABLE #.child (a int) PARTITION BY LIST (a)",
                "ALTER TABLE #.child ADD CONSTRAINT refers FOREIGN KEY (a) REFERENCES #.parent NOT VALID");
    }

    private static void sample(String feature, String object, String... statements) {
        ALL.put(feature, new FeatureSamples(object, List.of(statements)));
    }

    private static void expression(String feature, String query) {
        sample(feature, "view #.v", "CREATE VIEW #.v AS " + query);
    }

    static FeatureSamples of(Feature feature) {
        return requireNonNull(ALL.get(feature.name()), "no sample for " + feature);
    }

    /** As a message names it. */
    String object(String schema) {
        return object.replace("#", schema);
    }

    String[] statements(String schema) {
        List<String> all = new ArrayList<>(List.of("CREATE SCHEMA #"));
        all.addAll(statements);
        return all.stream().map(statement -> statement.replace("#", schema)).toArray(String[]::new);
    }

    /** The features that came with a version, as many together as a message can name. */
    static List<List<Feature>> since(int version) {
        List<Feature> features = Feature.ALL.stream()
                .filter(feature -> feature.since() == version)
                .toList();
        List<List<Feature>> batches = new ArrayList<>();
        for (int from = 0; from < features.size(); from += TOGETHER) {
            batches.add(features.subList(from, Math.min(features.size(), from + TOGETHER)));
        }
        return batches;
    }
}
