package dev.coffer.backup.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.RestoreStrategy;
import dev.coffer.backup.TableExporter;
import dev.coffer.backup.TableName;
import dev.coffer.backup.spi.Column;
import dev.coffer.backup.spi.Export;
import dev.coffer.backup.spi.Row;
import dev.coffer.backup.spi.RowBuilder;
import dev.coffer.backup.spi.RowSink;
import dev.coffer.backup.spi.TableData;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/**
 * What every exporter must do together with the strategy that reads its files. Needs no database: extend it in a test, say which two
 * are meant, and run. {@link RoundTripContract} asks the same of them with a server.
 */
public abstract class FormatContract {
    private static final int ROW_BYTES = 1000;
    private static final long MEGABYTE = 1 << 20;

    /** For those who extend it. */
    protected FormatContract() {}

    /** The exporter; a new one or always the same. */
    protected abstract TableExporter exporter();

    /** The strategy that reads what {@link #exporter()} writes. */
    protected abstract RestoreStrategy strategy();

    @Test
    void exporterAndStrategyNameTheSameFormat() {
        assertThat(strategy().format()).isEqualTo(exporter().format());
    }

    @Test
    void showsItsSettings() {
        assertThat(exporter().toString()).doesNotContain("@").isNotBlank();
        assertThat(strategy().toString()).doesNotContain("@").isNotBlank();
    }

    @Test
    @DisplayName("F22 every text comes back as it was, and NULL is not an empty string")
    void bringsBackEveryText() throws Exception {
        requireSame(MemoryBackup.of(exporter(), nasty("nasty")));
    }

    @Test
    void bringsBackRandomTexts() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<List<@Nullable String>> rows = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            rows.add(Arrays.asList(random(random), random(random), random(random)));
        }
        MemoryBackup backup = MemoryBackup.of(exporter(), SampleTable.ofTexts("random", List.of("a", "b", "c"), rows));

        assertThat(backup.rows(strategy(), backup.tables().get(0)))
                .as("seed " + seed)
                .isEqualTo(rows);
    }

    private static @Nullable String random(Random random) {
        if (random.nextInt(6) == 0) {
            return null;
        }
        StringBuilder text = new StringBuilder();
        int pieces = random.nextInt(4);
        for (int i = 0; i < pieces; i++) {
            text.append(NastyTexts.ALL.get(random.nextInt(48)));
            text.appendCodePoint(random.nextBoolean() ? 0x10000 + random.nextInt(0xFFFFF) : 1 + random.nextInt(0xD000));
        }
        return text.toString();
    }

    @Test
    @DisplayName("F22 tables without rows, without columns, with one column and with nothing but NULL come back")
    void bringsBackOddTables() throws Exception {
        List<List<@Nullable String>> nulls = Collections.nCopies(3, Arrays.asList((String) null));
        List<List<@Nullable String>> widerNulls = Collections.nCopies(3, Arrays.asList(null, null));
        requireSame(MemoryBackup.of(
                exporter(),
                SampleTable.ofTexts("empty", List.of("a", "b"), List.of()),
                SampleTable.ofTexts("no_columns", List.of(), List.of(List.of(), List.of())),
                SampleTable.ofTexts("no_columns_no_rows", List.of(), List.of()),
                SampleTable.ofTexts("only_null", List.of("a"), nulls),
                SampleTable.ofTexts("only_nulls", List.of("a", "b"), widerNulls),
                SampleTable.ofTexts("only_empty", List.of("a"), Collections.nCopies(3, List.of(""))),
                SampleTable.ofTexts("last_and_empty", List.of("a"), List.of())));
        requireSame(MemoryBackup.of(exporter()));
    }

    @Test
    void bringsBackTypesThatMayHaveAFormOfTheirOwn() throws Exception {
        requireSame(MemoryBackup.of(
                exporter(),
                new SampleTable(
                        new TableName("s", "typed"),
                        List.of(
                                new Column("b", "boolean", 16),
                                new Column("i2", "smallint", 21),
                                new Column("i4", "integer", 23),
                                new Column("i8", "bigint", 20),
                                new Column("n", "numeric", 1700),
                                new Column("f", "double precision", 701),
                                new Column("j", "json", 114)),
                        List.of(
                                List.of(
                                        "t",
                                        "-32768",
                                        "-2147483648",
                                        "-9223372036854775808",
                                        "NaN",
                                        "-Infinity",
                                        "  { \"a\" : 1 } "),
                                List.of("f", "32767", "2147483647", "9007199254740993", "1.000", "5e-324", "null"),
                                Arrays.asList(null, null, null, null, null, null, null)))));
    }

    @Test
    @DisplayName("F30 hostile names of tables and columns come back")
    void bringsBackHostileNames() throws Exception {
        List<String> names =
                List.of("a\nb", "\"", "'", ",", "\\", "$$", "*/", "\u202eé😀", "\t", ";--", "\\!", "NULL", "#");
        List<SampleTable> tables = new ArrayList<>();
        for (String name : names) {
            List<List<@Nullable String>> rows = List.of(new ArrayList<>(names));
            tables.add(new SampleTable(
                    new TableName(name, name),
                    names.stream().map(column -> new Column(column, "text", 25)).toList(),
                    rows));
        }
        requireSame(MemoryBackup.of(exporter(), tables.toArray(SampleTable[]::new)));
    }

    @Test
    void bringsBackColumnsInTheOrderThatIsWanted() throws Exception {
        SampleTable table = SampleTable.ofTexts(
                "t", List.of("a", "b", "c"), List.of(List.of("1", "2", "3"), Arrays.asList(null, "", "x")));
        MemoryBackup backup = MemoryBackup.of(exporter(), table);

        assertThat(backup.rows(strategy(), backup.tables().get(0), List.of("c", "a")))
                .containsExactly(List.of("3", "1"), Arrays.asList("x", null));
    }

    @Test
    void writesManyTablesFromManyThreads() throws Exception {
        SampleTable[] tables = IntStream.range(0, 40)
                .mapToObj(i -> SampleTable.ofTexts(
                        "t_" + (char) ('a' + i % 26) + (char) ('a' + i / 26), List.of("table", "row"), rows(i, i * 7)))
                .toArray(SampleTable[]::new);
        for (int parts = 1; parts <= (exporter().splittable() ? 5 : 1); parts++) {
            requireSame(MemoryBackup.of(exporter(), parts, tables));
        }
    }

    private static List<List<@Nullable String>> rows(int table, int count) {
        List<List<@Nullable String>> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rows.add(List.of("table " + table, "row " + i));
        }
        return rows;
    }

    @Test
    void servesSeveralRunsAtOnce() throws Exception {
        TableExporter exporter = exporter();
        List<CompletableFuture<MemoryBackup>> runs = IntStream.range(0, 4)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> exported(exporter, nasty("run"))))
                .toList();
        for (CompletableFuture<MemoryBackup> run : runs) {
            requireSame(run.get());
        }
    }

    private static MemoryBackup exported(TableExporter exporter, SampleTable table) {
        try {
            return MemoryBackup.of(exporter, table);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void writesTheSameRowsAsTheSameBytes() throws Exception {
        MemoryBackup first = MemoryBackup.of(exporter(), nasty("t"), nasty("u"));
        MemoryBackup second = MemoryBackup.of(exporter(), nasty("t"), nasty("u"));

        assertThat(first.fileNames()).isEqualTo(second.fileNames()).isNotEmpty();
        for (String name : first.fileNames()) {
            assertThat(first.file(name)).as(name).isEqualTo(second.file(name));
        }
    }

    @Test
    void readsTheSameTwice() throws Exception {
        MemoryBackup backup = MemoryBackup.of(exporter(), nasty("t"));
        RestoreStrategy strategy = strategy();
        TableData table = backup.tables().get(0);

        assertThat(backup.rows(strategy, table)).isEqualTo(backup.rows(strategy, table));
    }

    @Test
    void saysHowToRestoreFromItsFiles() throws Exception {
        assertThat(MemoryBackup.of(exporter(), nasty("t")).info()).isNotBlank();
    }

    @Test
    void closesWhatItOpened() throws Exception {
        MemoryBackup backup = MemoryBackup.of(exporter(), nasty("t"), nasty("u"));
        assertThat(backup.files().open()).isZero();

        backup.rows(strategy(), backup.tables().get(0));
        assertThat(backup.files().open()).isZero();
    }

    @Test
    @DisplayName("F02 a disk that is full fails the export, and everything is closed all the same")
    void closesWhatItOpenedWhenTheDiskIsFull() throws Exception {
        MemoryBackup whole = MemoryBackup.of(exporter(), nasty("t"), nasty("u"));
        long size = whole.tableBytes(whole.tables().get(0)).length;
        for (long limit : new long[] {0, 1, 1000, size / 2, size}) {
            MemoryBackup backup = MemoryBackup.prepare(1, nasty("t"), nasty("u"));
            backup.files().limit(limit);

            Throwable failure = catchThrowable(() -> backup.run(exporter()));

            assertThat(failure).as("limit " + limit).isNotNull().hasStackTraceContaining(MemoryFiles.DISK_FULL);
            assertThat(backup.files().open()).as("limit " + limit).isZero();
        }
    }

    @Test
    void closesWhatItOpenedWhenNothingWasDelivered() throws Exception {
        MemoryBackup backup = MemoryBackup.prepare(1, nasty("t"), nasty("u"));
        try (Export export = exporter().open(backup.files())) {
            RowSink sink = export.table(backup.tables().get(1), 0);
            sink.row(row("half", "a", "row"));
        }

        assertThat(backup.files().open()).isZero();
    }

    @Test
    void passesOnWhatTheTakerOfRowsThrows() throws Exception {
        MemoryBackup backup = MemoryBackup.of(exporter(), nasty("t"));
        TableData table = backup.tables().get(0);
        for (Exception refusal : List.of(new IOException("refused"), new IllegalStateException("refused"))) {
            assertThatThrownBy(() -> backup.read(strategy(), table, List.of("id"), refusing(refusal)))
                    .isSameAs(refusal);
            assertThat(backup.files().open()).isZero();
        }
    }

    private static RowSink refusing(Exception refusal) {
        return new RowSink() {
            @Override
            public void row(Row row) throws IOException {
                if (refusal instanceof IOException io) {
                    throw io;
                }
                throw (IllegalStateException) refusal;
            }

            @Override
            public void end() {}
        };
    }

    @Test
    @DisplayName("F37 no message about a damaged file holds a value of a row")
    void keepsValuesOutOfMessages() throws Exception {
        String canary = "canary-4711";
        SampleTable sample =
                SampleTable.ofTexts("t", List.of("a", "b"), Collections.nCopies(20, List.of(canary + "\n\"", canary)));
        MemoryBackup backup = MemoryBackup.of(exporter(), sample);
        TableData table = backup.tables().get(0);
        byte[] whole = backup.tableBytes(table);
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            byte[] damaged =
                    random.nextInt(4) == 0 ? Arrays.copyOf(whole, random.nextInt(whole.length)) : whole.clone();
            if (damaged.length > 0) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            Throwable failure =
                    catchThrowable(() -> backup.withTableBytes(table, damaged).rows(strategy(), table));
            if (failure != null) {
                assertThat(failure).as("seed " + seed).isInstanceOfAny(BackupException.class, IOException.class);
                assertThat(stackTrace(failure)).as("seed " + seed).doesNotContain("canary");
            }
        }
    }

    private static String stackTrace(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    @Test
    @ResourceLock(Resources.GLOBAL) // what other tests allocate would count
    void writesInConstantMemory() throws Exception {
        MemoryBackup backup = MemoryBackup.prepare(1, nasty("t"));
        backup.files().discard();
        RowBuilder row = row("1", "x".repeat(ROW_BYTES), "");
        try (Export export = exporter().open(backup.files())) {
            RowSink sink = export.table(backup.tables().get(0), 0);
            sink.row(row);
            long before = usedMemory();
            for (int i = 0; i < 200_000; i++) {
                sink.row(row);
            }
            assertThat(usedMemory() - before).as("held after 200 MB").isLessThan(50 * MEGABYTE);
        }
    }

    @Test
    @ResourceLock(Resources.GLOBAL) // what other tests allocate would count
    void readsInConstantMemory() throws Exception {
        int count = 60_000;
        SampleTable table = SampleTable.ofTexts(
                "t", List.of("a", "b"), Collections.nCopies(count, List.of("x".repeat(ROW_BYTES), "")));
        MemoryBackup backup = MemoryBackup.of(exporter(), table);
        long[] used = new long[2];
        backup.read(strategy(), backup.tables().get(0), List.of("a", "b"), new RowSink() {
            private int rows;

            @Override
            public void row(Row row) {
                rows++;
                if (rows == 1) {
                    used[0] = usedMemory();
                } else if (rows == count) {
                    used[1] = usedMemory();
                }
            }

            @Override
            public void end() {}
        });
        assertThat(used[1] - used[0]).as("held after 60 MB").isLessThan(30 * MEGABYTE);
    }

    /** What survives a collection. */
    private static long usedMemory() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static RowBuilder row(String... fields) throws IOException {
        RowBuilder row = new RowBuilder(fields.length);
        for (int i = 0; i < fields.length; i++) {
            row.set(i, fields[i]);
        }
        return row;
    }

    private static SampleTable nasty(String name) {
        List<List<@Nullable String>> rows = new ArrayList<>();
        for (int i = 0; i < NastyTexts.ALL.size(); i++) {
            String text = NastyTexts.ALL.get(i);
            rows.add(Arrays.asList(String.valueOf(i), text, null));
            rows.add(Arrays.asList(null, null, text));
        }
        return SampleTable.ofTexts(name, List.of("id", "text", "other"), rows);
    }

    private void requireSame(MemoryBackup backup) throws IOException {
        for (TableData table : backup.tables()) {
            assertThat(backup.rows(strategy(), table))
                    .as("table " + table.name())
                    .isEqualTo(backup.sample(table).rows());
        }
    }
}
