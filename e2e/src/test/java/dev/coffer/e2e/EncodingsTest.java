package dev.coffer.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.coffer.backup.Backup;
import dev.coffer.backup.BackupException;
import dev.coffer.backup.BackupPlan;
import dev.coffer.backup.BackupReport;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.RestorePlan;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Databases whose bytes are not UTF-8. */
class EncodingsTest {
    private static final String STORED =
            "SELECT encode(convert_to(v, getdatabaseencoding()), 'hex') FROM public.words ORDER BY id";
    private static final String CHARACTERS =
            "SELECT encode(convert_to(v, 'UTF8'), 'hex') FROM public.words ORDER BY id";

    @TempDir
    Path folder;

    private static TestDatabase create(String encoding) {
        return TestServer.newest().createDatabase("ENCODING '" + encoding + "' LOCALE 'C' TEMPLATE template0");
    }

    /** A database of this encoding with one value of these bytes. */
    private static TestDatabase create(String encoding, String bytes) {
        TestDatabase database = create(encoding);
        database.execute(
                "CREATE TABLE public.words (id int PRIMARY KEY, v text)",
                "INSERT INTO public.words VALUES (1, convert_from('\\x" + bytes + "', '" + encoding + "'))");
        return database;
    }

    private BackupReport backup(TestDatabase source) {
        return BackupPlan.builder()
                .source(PostgresDatabase.of(source.uri()))
                .export(Format.JSON.exporter(), Format.CSV.exporter())
                .to(folder)
                .build()
                .run();
    }

    private static RestorePlan restore(BackupReport report, Format format, TestDatabase into) {
        return RestorePlan.builder()
                .from(Backup.open(report.directory()))
                .strategy(format.strategy())
                .into(PostgresDatabase.of(into.uri()))
                .build();
    }

    @ParameterizedTest
    @CsvSource({"LATIN1, e4f6fc21c3df", "WIN1252, 80e421c3", "EUC_JP, c6fccbdcb8eca4a2", "EUC_KR, b0a1c7d1"})
    @DisplayName("F23 values of another encoding come back with the same bytes, and as the same characters into UTF8")
    void comesBackByteForByte(String encoding, String bytes) {
        try (TestDatabase source = create(encoding, bytes)) {
            BackupReport report = backup(source);
            for (Format format : Format.values()) {
                try (TestDatabase same = create(encoding);
                        TestDatabase utf8 = create("UTF8")) {
                    assertThat(restore(report, format, same).run().rows()).isEqualTo(1);
                    assertThat(same.query(STORED))
                            .isEqualTo(source.query(STORED))
                            .isEqualTo(bytes);

                    assertThat(restore(report, format, utf8).run().rows()).isEqualTo(1);
                    assertThat(utf8.query(CHARACTERS)).isEqualTo(source.query(CHARACTERS));
                }
            }
        }
    }

    @Test
    @DisplayName("F23 a character that the target's encoding lacks is refused with table and row, and nothing is left")
    void refusesACharacterThatTheTargetLacks() {
        try (TestDatabase source = create("UTF8", "e697a5");
                TestDatabase target = create("LATIN1")) {
            BackupReport report = backup(source);

            BackupException failure = assertThrows(
                    BackupException.class,
                    () -> restore(report, Format.CSV, target).run());

            assertThat(failure.code()).as(failure.toString()).isEqualTo(ErrorCode.DATA_REFUSED);
            assertThat(failure.where().table()).hasToString("public.words");
            assertThat(failure.hint()).isNotNull();
            assertThat(target.query("SELECT to_regclass('public.words')")).isNull();
        }
    }

    @Test
    @DisplayName("F23 a database without an encoding is refused, and the hint says what to do")
    void refusesSqlAscii() {
        try (TestDatabase source = create("SQL_ASCII")) {
            BackupException failure = assertThrows(BackupException.class, () -> backup(source));

            assertThat(failure)
                    .hasMessage(
                            "the database has the encoding SQL_ASCII, in which the server does not know what characters its bytes"
                                    + " are\nHint: move the database to UTF8 first: pg_dump --encoding with the encoding that its clients really"
                                    + " used");
            assertThat(folder).isEmptyDirectory();
        }
    }
}
