package dev.coffer.backup.internal.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.RestoreReport;
import dev.coffer.backup.TableName;
import dev.coffer.backup.internal.catalogue.ServerInfo;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PartitionsTest {
    private final TestDatabase target = TestServer.newest().createDatabase();

    @AfterEach
    void dropTarget() {
        target.close();
    }

    /** Every label in every leaf: wherever the hash of a label leads, three of four rows lie elsewhere. */
    private static HandMade hashedByEnum() {
        HandMade backup = new HandMade()
                .pre("enum type", "mood", "CREATE TYPE public.mood AS ENUM ('a', 'b', 'c', 'd')")
                .pre("table", "p", "CREATE TABLE public.p (m public.mood, n integer) PARTITION BY HASH (m)");
        for (int i = 0; i < 4; i++) {
            backup.pre(
                    "table",
                    "p" + i,
                    "CREATE TABLE public.p" + i + " PARTITION OF public.p FOR VALUES WITH (MODULUS 4," + " REMAINDER "
                            + i + ")");
        }
        for (int i = 0; i < 4; i++) {
            backup.rows("p" + i, "m public.mood, n integer", "a\t" + i, "b\t" + i, "c\t" + i, "d\t" + i);
        }
        return backup;
    }

    @Test
    @DisplayName("P12 hash partitions keyed by an enum are loaded through the root")
    void loadsHashPartitionsKeyedByAnEnumThroughTheRoot() {
        RestoreReport report = Restoring.of(hashedByEnum(), target).run();

        assertThat(report.rows()).isEqualTo(16);
        assertThat(target.query("SELECT string_agg(m || ':' || n, ' ' ORDER BY m, n) FROM p"))
                .isEqualTo("a:0 a:1 a:2 a:3 b:0 b:1 b:2 b:3 c:0 c:1 c:2 c:3 d:0 d:1 d:2 d:3");
    }

    @Test
    @DisplayName("P12 one hash partition keyed by an enum says that its rows belong to others here")
    void aHashPartitionAloneNamesTheTableToChoose() {
        // Of 40 values a quarter stays, whatever the OIDs.
        String[] labels = IntStream.range(0, 40).mapToObj(n -> "l" + n).toArray(String[]::new);
        HandMade backup = new HandMade()
                .pre("enum type", "mood", "CREATE TYPE public.mood AS ENUM ('" + String.join("', '", labels) + "')")
                .pre("table", "p", "CREATE TABLE public.p (m public.mood) PARTITION BY HASH (m)")
                .pre(
                        "table",
                        "p0",
                        "CREATE TABLE public.p0 PARTITION OF public.p FOR VALUES WITH (MODULUS 4, REMAINDER 0)")
                .rows("p0", "m public.mood", labels);

        Restoring restoring = Restoring.of(backup, target);
        BackupException failure = assertThrows(BackupException.class, restoring::run);

        assertThat(failure.code()).isEqualTo(ErrorCode.DATA_REFUSED);
        assertThat(failure.getMessage())
                .endsWith(
                        "\nHint: its rows go through public.p, since they may belong to another partition here than they did:"
                                + " choose that table, which brings all its partitions");
    }

    private static HandMade rangesOfText() {
        return new HandMade()
                .pre("table", "p", "CREATE TABLE public.p (name text, n integer) PARTITION BY RANGE (name)")
                .pre(
                        "table",
                        "low",
                        "CREATE TABLE public.low PARTITION OF public.p FOR VALUES FROM (MINVALUE) TO ('m')")
                .pre(
                        "table",
                        "high",
                        "CREATE TABLE public.high PARTITION OF public.p FOR VALUES FROM ('m') TO (MAXVALUE)");
    }

    @Test
    @DisplayName("P12 partitions are loaded through the root where text is sorted otherwise")
    void loadsThroughTheRootWhereTextIsSortedOtherwise() {
        ServerInfo other =
                new ServerInfo("15.19", 150019, "shop", "1-1", "UTF8", "libc", "de_DE", "de_DE", null, null, 1);
        HandMade backup = rangesOfText()
                .server(other)
                .rows("low", "name text, n integer", "a\t1", "Z\t2", "z\t3")
                .rows("high", "name text, n integer");

        RestoreReport report = Restoring.of(backup, target).run();

        assertThat(report.tables())
                .containsExactly(
                        new RestoreReport.Table(new TableName("public", "low"), 2),
                        new RestoreReport.Table(new TableName("public", "high"), 1));
    }

    @Test
    @DisplayName("P15 tables and parents of partitions are analyzed")
    void analyzesTablesAndParentsOfPartitions() {
        List<String> many = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            many.add("a" + i + "\t" + i);
        }
        HandMade backup = rangesOfText()
                .rows("low", "name text, n integer", many.toArray(new String[0]))
                .rows("high", "name text, n integer", "x\t2")
                .table("plain", "id integer", "1", "2", "3")
                .pre(
                        "materialized view",
                        "total",
                        "CREATE MATERIALIZED VIEW public.total AS SELECT 1 AS one WITH NO DATA")
                .post("materialized view data", "public.total", "total", "REFRESH MATERIALIZED VIEW public.total");

        assertThat(Restoring.of(backup, target).run().warnings()).isEmpty();

        assertThat(target.query("SELECT string_agg(DISTINCT tablename, ',' ORDER BY tablename) FROM pg_stats"
                        + " WHERE schemaname = 'public'"))
                .isEqualTo("high,low,p,plain,total");
    }
}
