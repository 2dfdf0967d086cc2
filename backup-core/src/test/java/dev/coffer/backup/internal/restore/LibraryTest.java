package dev.coffer.backup.internal.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.coffer.backup.Backup;
import dev.coffer.backup.BackupException;
import dev.coffer.backup.BackupPlan;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Existing;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.RestorePlan;
import dev.coffer.backup.RestoreReport;
import dev.coffer.backup.Skip;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Functions in C whose library the target server does not have. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "a library in use cannot be deleted there")
class LibraryTest {
    @TempDir
    private Path folder;

    @Test
    void aTypeWhoseLibraryIsMissingIsLeftOutWithAllThatNeedsIt() throws IOException {
        try (TestDatabase source = TestServer.newest().createDatabase();
                TestDatabase target = TestServer.newest().createDatabase()) {
            Path library = readable(folder, source);
            source.execute(
                    "CREATE TYPE pairs",
                    "CREATE FUNCTION pairs_in(cstring) RETURNS pairs LANGUAGE c STRICT AS '" + library
                            + "', 'hstore_in'",
                    "CREATE FUNCTION pairs_out(pairs) RETURNS cstring LANGUAGE c STRICT AS '" + library
                            + "', 'hstore_out'",
                    "CREATE TYPE pairs (INPUT = pairs_in, OUTPUT = pairs_out)",
                    "CREATE FUNCTION fine(cstring) RETURNS cstring LANGUAGE c STRICT AS '$libdir/plpgsql', 'plpgsql_call_handler'",
                    "CREATE FUNCTION built_in(cstring) RETURNS int LANGUAGE internal STRICT AS 'int4in'",
                    "COMMENT ON TYPE pairs IS 'goes with it'",
                    "CREATE TABLE typed (id serial PRIMARY KEY, p pairs)",
                    "CREATE VIEW seen AS SELECT id FROM typed",
                    "CREATE TABLE plain (id int)",
                    "INSERT INTO typed (p) VALUES ('a=>1')",
                    "INSERT INTO plain VALUES (1)");
            Backup backup = Backup.open(BackupPlan.builder()
                    .source(PostgresDatabase.of(source.uri()))
                    .export(new LinesExporter())
                    .to(folder)
                    .build()
                    .run()
                    .directory());
            Files.delete(library);
            RestorePlan.Builder plan = RestorePlan.builder()
                    .from(backup)
                    .strategy(LinesExporter.strategy())
                    .into(PostgresDatabase.of(target.uri()));

            BackupException strict = assertThrows(
                    BackupException.class, () -> plan.strict().build().run());
            assertThat(strict.code()).isEqualTo(ErrorCode.INCOMPLETE);
            assertThat(target.query("SELECT to_regclass('plain')")).isNull();

            RestoreReport report = RestorePlan.builder()
                    .from(backup)
                    .strategy(LinesExporter.strategy())
                    .into(PostgresDatabase.of(target.uri()))
                    .build()
                    .run();

            String cause = "the target server cannot run it: could not access file \"" + library
                    + "\": No such file or directory (SQLSTATE 58P01)";
            String type = "it needs function public.pairs_in(cstring), which is left out: " + cause;
            String table = "it needs base type public.pairs, which is left out: " + type;
            String rest = "it needs table public.typed, which is left out: " + table;
            assertThat(report.skips())
                    .extracting(Skip::toString)
                    .containsExactlyInAnyOrder(
                            "function public.pairs_in(cstring): " + cause,
                            "function public.pairs_out(public.pairs): " + cause,
                            "base type public.pairs: " + type,
                            "table public.typed: " + table,
                            "sequence owner public.typed_id_seq: " + rest,
                            "view public.seen: " + rest,
                            "primary key public.typed typed_pkey: " + rest);
            assertThat(report.rows()).isEqualTo(1);
            assertThat(target.query("SELECT count(*) FROM pg_proc WHERE proname IN ('fine', 'built_in')"))
                    .isEqualTo("2");
        }
    }

    @Test
    void underCleanATypeStaysWithItsFunctionsAndAllElseIsMadeAnew() {
        try (TestDatabase source = TestServer.newest().createDatabase();
                TestDatabase target = TestServer.newest().createDatabase()) {
            source.execute(
                    "CREATE TYPE pairs",
                    "CREATE FUNCTION pairs_in(cstring) RETURNS pairs LANGUAGE c STRICT AS '$libdir/hstore', 'hstore_in'",
                    "CREATE FUNCTION pairs_out(pairs) RETURNS cstring LANGUAGE c STRICT AS '$libdir/hstore', 'hstore_out'",
                    "CREATE TYPE pairs (INPUT = pairs_in, OUTPUT = pairs_out)",
                    "CREATE FUNCTION other(pairs) RETURNS int LANGUAGE sql AS 'SELECT 1'",
                    "CREATE DOMAIN few AS pairs CHECK (other(VALUE) = 1)",
                    "CREATE TABLE typed (p pairs, f few)",
                    "CREATE VIEW seen AS SELECT f FROM typed",
                    "INSERT INTO typed VALUES ('a=>1', 'b=>2')");
            Backup backup = Backup.open(BackupPlan.builder()
                    .source(PostgresDatabase.of(source.uri()))
                    .export(new LinesExporter())
                    .to(folder)
                    .build()
                    .run()
                    .directory());
            RestorePlan.Builder plan = RestorePlan.builder()
                    .from(backup)
                    .strategy(LinesExporter.strategy())
                    .into(PostgresDatabase.of(target.uri()));
            plan.build().run().requireComplete();
            String staying =
                    "SELECT concat('pairs'::regtype::oid, 'pairs_in'::regproc::oid, 'pairs_out'::regproc::oid)";
            String renewed = "SELECT concat('few'::regtype::oid, 'typed'::regclass::oid, 'seen'::regclass::oid,"
                    + " 'other'::regproc::oid)";
            String before = target.query(staying);
            String old = target.query(renewed);
            target.execute("UPDATE typed SET p = 'c=>3'");

            plan.existing(Existing.CLEAN).build().run().requireComplete();

            assertThat(target.query(staying)).isEqualTo(before);
            assertThat(target.query(renewed)).isNotEqualTo(old);
            assertThat(target.query("SELECT string_agg(t::text, ' ') FROM typed t"))
                    .isEqualTo("(\"\"\"a\"\"=>\"\"1\"\"\",\"\"\"b\"\"=>\"\"2\"\"\")");
        }
    }

    /** A library of the server's own under a name that only this test knows, where the server's user may read it. */
    private static Path readable(Path folder, TestDatabase database) throws IOException {
        Path from = Path.of(Objects.requireNonNull(
                        database.query("SELECT setting FROM pg_config WHERE name = 'PKGLIBDIR'")))
                .resolve("hstore.so");
        Path directory = Files.createDirectory(folder.resolve("library"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path library = Files.copy(from, directory.resolve("own.so"));
        Files.setPosixFilePermissions(library, PosixFilePermissions.fromString("rwxr-xr-x"));
        return library;
    }
}
