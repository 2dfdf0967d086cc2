package dev.coffer.backup.pgdump.tools;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ToolVersionTest {
    @ParameterizedTest
    @CsvSource({
        "pg_dump (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1), 15, 18",
        "pg_dump (PostgreSQL) 17.6, 17, 6",
        "pg_restore (PostgreSQL) 18beta3, 18, -1",
        "pg_restore (PostgreSQL) 19devel, 19, -1",
        "pg_dump (EnterpriseDB) 16.4.1, 16, 4",
        "'perl: warning: Setting locale failed.\npg_dump (PostgreSQL) 14.23', 14, 23",
    })
    void readsWhatToolsPrint(String printed, int major, int minor) {
        assertThat(ToolVersion.printed(printed)).contains(new ToolVersion(major, minor));
    }

    @ParameterizedTest
    @CsvSource({"''", "bash: pg_dump: not found", "pg_dump (PostgreSQL) unknown"})
    void readsNothingIntoOtherText(String printed) {
        assertThat(ToolVersion.printed(printed)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"14,19", "15,14", "16,10", "17,6", "18,0", "19,-1"})
    void knowsRestrictKeySinceTheRepairOfItsMajor(int major, int minor) {
        assertThat(new ToolVersion(major, minor).knowsRestrictKey()).isTrue();
        if (major < 18) {
            assertThat(new ToolVersion(major, minor - 1).knowsRestrictKey()).isFalse();
        }
    }

    @Test
    void warnsOfEveryWeaknessOfAnOldMinor() {
        assertThat(Advisory.warning(Tool.PG_DUMP, new ToolVersion(17, 5)))
                .contains(
                        "pg_dump 17.5 has known weaknesses: CVE-2025-8714 lets a hostile source server put code into dumps that"
                                + " psql runs when they are restored; CVE-2026-6477 lets a hostile server overwrite the tool's memory"
                                + " while it reads large objects; install the newest minor version");
        assertThat(Advisory.warning(Tool.PG_DUMP, new ToolVersion(18, 0)))
                .contains(
                        "pg_dump 18.0 has known weaknesses: CVE-2026-6477 lets a hostile server overwrite the tool's memory"
                                + " while it reads large objects; install the newest minor version");
        assertThat(Advisory.warning(Tool.PG_DUMP, new ToolVersion(17, 10))).isEmpty();
        assertThat(Advisory.warning(Tool.PG_DUMP, new ToolVersion(19, 0))).isEmpty();
    }

    @Test
    void warnsOfMajorsThatAreNoLongerRepaired() {
        assertThat(Advisory.warning(Tool.PG_RESTORE, new ToolVersion(12, 22))).isPresent();
    }
}
