package dev.coffer.backup.internal.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.coffer.backup.Backup;
import dev.coffer.backup.BackupPlan;
import dev.coffer.backup.Existing;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.RestorePlan;
import dev.coffer.backup.RestoreReport;
import dev.coffer.backup.Scope;
import dev.coffer.backup.Skip;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one server has and another one lacks: label providers, ways to compress; and what belongs to data. */
class WhatTheTargetLacksTest {
    @TempDir
    private Path folder;

    private final TestDatabase source = TestServer.newest().createDatabase();
    private final TestDatabase target = TestServer.newest().createDatabase();

    @AfterEach
    void dropBoth() {
        source.close();
        target.close();
    }

    private RestorePlan.Builder plan() {
        BackupPlan plan = BackupPlan.builder()
                .source(PostgresDatabase.of(source.uri()))
                .export(new LinesExporter())
                .to(folder)
                .build();
        return RestorePlan.builder()
                .from(Backup.open(plan.run().requireComplete().directory()))
                .strategy(LinesExporter.strategy())
                .into(PostgresDatabase.of(target.uri()));
    }

    @Test
    @DisplayName("P25 a security label whose provider the target lacks is a named skip")
    void labelsNeedTheirProvider() {
        source.execute(
                "CREATE TABLE t (id int, \"o\"\"dd\" text)",
                "CREATE FUNCTION f(int) RETURNS int LANGUAGE sql AS 'SELECT 1'",
                // No provider can be loaded here, so the labels are written where one would have put them.
                "INSERT INTO pg_seclabel VALUES ('t'::regclass, 'pg_class'::regclass, 0, 'guard', 'secret'),"
                        + " ('t'::regclass, 'pg_class'::regclass, 2, 'gu\"ard', 'it''s $$ */'),"
                        + " ('f(int)'::regprocedure, 'pg_proc'::regclass, 0, 'guard', 'open')");

        RestoreReport report = plan().build().run();

        assertThat(report.skips())
                .extracting(Skip::object, Skip::reason)
                .containsExactlyInAnyOrder(
                        tuple(
                                "security label \"guard\" ON TABLE \"public\".\"t\"",
                                "the target server does not have the label provider \"guard\""),
                        tuple(
                                "security label \"gu\"\"ard\" ON COLUMN \"public\".\"t\".\"o\"\"dd\"",
                                "the target server does not have the label provider \"gu\"\"ard\""),
                        tuple(
                                "security label \"guard\" ON FUNCTION \"public\".\"f\"(integer)",
                                "the target server does not have the label provider \"guard\""));
        assertThat(target.query("SELECT count(*) FROM t")).isEqualTo("0");
    }

    @Test
    void aColumnCompressedInAWayThatTheServerWasBuiltWithoutGetsItsDefault() {
        source.execute(
                "CREATE TABLE t (a text, b text COMPRESSION pglz)",
                "UPDATE pg_attribute SET attcompression = 'l' WHERE attrelid = 't'::regclass AND attname = 'a'");

        RestoreReport report = plan().build().run();

        assertThat(report.skips())
                .containsExactly(new Skip(
                        "compression lz4 of a column of table public.t",
                        "the target server was built without it, and uses its own default"));
        assertThat(target.query(
                        "SELECT string_agg(attname || attcompression::text, ' ' ORDER BY attnum) FROM pg_attribute"
                                + " WHERE attrelid = 't'::regclass AND attnum > 0"))
                .isEqualTo("a bp");
    }

    @Test
    void aWayToCompressThatTheServerWasBuiltWithoutDoesNotBecomeTheDefault() {
        source.execute(
                "CREATE TABLE t (a text)",
                "ALTER DATABASE " + source.name() + " SET work_mem = '8MB'",
                "ALTER DATABASE " + source.name() + " SET default_toast_compression = 'pglz'",
                // This server would refuse lz4, so it is written where another one would have put it.
                "UPDATE pg_db_role_setting SET setconfig = array_replace(setconfig, 'default_toast_compression=pglz',"
                        + " 'default_toast_compression=lz4') WHERE setdatabase = (SELECT oid FROM pg_database WHERE"
                        + " datname = current_database())");

        RestoreReport report = plan().databaseSettings().build().run();

        assertThat(report.skips())
                .containsExactly(new Skip(
                        "database setting DATABASE \"" + source.name() + "\" SET \"default_toast_compression\"",
                        "the target server was built without that compression"));
        assertThat(target.query("SELECT setconfig::text FROM pg_db_role_setting WHERE setdatabase ="
                        + " (SELECT oid FROM pg_database WHERE datname = current_database())"))
                .isEqualTo("{work_mem=8MB}");
    }

    @Test
    void largeObjectsComeBackWithTheirComments() {
        source.execute("SELECT lo_from_bytea(77, 'x')", "COMMENT ON LARGE OBJECT 77 IS 'it''s a picture'");

        plan().build().run().requireComplete();
        assertThat(comments()).isEqualTo("77: it's a picture");

        target.execute("COMMENT ON LARGE OBJECT 77 IS NULL");
        RestoreReport merged =
                plan().scope(Scope.DATA_ONLY).existing(Existing.SKIP).build().run();
        assertThat(merged.skips())
                .containsExactly(new Skip(
                        "large object comment LARGE OBJECT 77",
                        "the target holds large objects, and SKIP leaves those that exist"));
        assertThat(comments()).isNull();

        plan().scope(Scope.DATA_ONLY).existing(Existing.TRUNCATE).build().run().requireComplete();
        assertThat(comments()).isEqualTo("77: it's a picture");
    }

    @Test
    void aSchemaAloneComesWithoutCommentsOnLargeObjects() {
        source.execute("SELECT lo_from_bytea(77, 'x')", "COMMENT ON LARGE OBJECT 77 IS 'a picture'");

        plan().scope(Scope.SCHEMA_ONLY).build().run().requireComplete();

        assertThat(comments()).isNull();
    }

    private String comments() {
        return target.query("SELECT string_agg(objoid || ': ' || description, ' ') FROM pg_description"
                + " WHERE classoid = 'pg_largeobject'::regclass");
    }
}
