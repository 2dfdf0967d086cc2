package dev.coffer.benchmarks.encoders;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.coffer.backup.TableExporter;
import dev.coffer.backup.TableName;
import dev.coffer.backup.csv.CsvTableExporter;
import dev.coffer.backup.internal.rows.ContentHash;
import dev.coffer.backup.internal.rows.CopyLine;
import dev.coffer.backup.internal.rows.CopyTextBuffer;
import dev.coffer.backup.json.JsonTableExporter;
import dev.coffer.backup.spi.Column;
import dev.coffer.backup.spi.Export;
import dev.coffer.backup.spi.RowSink;
import dev.coffer.backup.spi.TableData;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Time for each row of about 350 bytes: text with quotes, an array, times, numbers, a document. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class Encoders {
    private static final int ROWS = 10_000;
    private static final List<Column> COLUMNS = List.of(
            new Column("id", "bigint", 20),
            new Column("name", "text", 25),
            new Column("tags", "text[]", 1009),
            new Column("made", "timestamp with time zone", 1184),
            new Column("price", "numeric(14,4)", 1700),
            new Column("active", "boolean", 16),
            new Column("size", "integer", 23),
            new Column("note", "text", 25),
            new Column("detail", "jsonb", 3802));
    private static final TableData TABLE =
            new TableData(new TableName("public", "wide"), TableData.Kind.TABLE, 0, COLUMNS, 1, ROWS, 350L * ROWS);

    private final byte[][] lines = new byte[ROWS][];

    /** For JMH. */
    public Encoders() {}

    /** Makes the rows as COPY text. */
    @Setup
    public void rows() {
        for (int i = 0; i < ROWS; i++) {
            lines[i] = String.format(
                            Locale.ROOT,
                            "%d\tname \"%d\", quoted\t{a%d,NULL,\"b,c\"}\t2026-01-01 00:00:%02d+00\t%d.1429\t%s\t%d\t%s\\n%d\t{\"g\": %d, \"note\": \"%s\"}",
                            i,
                            i % 997,
                            i % 13,
                            i % 60,
                            i % 9999,
                            i % 3 == 0 ? "t" : "f",
                            i % 77,
                            "0123456789abcdef".repeat(10),
                            i,
                            i,
                            "fedcba9876543210".repeat(3))
                    .getBytes(UTF_8);
        }
    }

    /** COPY text to fields alone: the other figures include it. */
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public int decode() {
        CopyLine row = new CopyLine(COLUMNS.size());
        int sum = 0;
        for (byte[] line : lines) {
            row.decode(line, 0, line.length);
            sum += row.length(1);
        }
        return sum;
    }

    /** The content hash alone. */
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public String hash() {
        ContentHash hash = new ContentHash();
        for (byte[] line : lines) {
            hash.add(line, 0, line.length);
        }
        return hash.toString();
    }

    /** To JSON. */
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public long json() throws IOException {
        return export(JsonTableExporter.create());
    }

    /** To CSV. */
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public long csv() throws IOException {
        return export(CsvTableExporter.create());
    }

    /** Back to COPY text, as a restore does. */
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public int copyText() {
        CopyLine row = new CopyLine(COLUMNS.size());
        CopyTextBuffer buffer = new CopyTextBuffer();
        int sum = 0;
        for (byte[] line : lines) {
            row.decode(line, 0, line.length);
            buffer.clear();
            buffer.append(row);
            sum += buffer.length();
        }
        return sum;
    }

    private long export(TableExporter exporter) throws IOException {
        Nowhere nowhere = new Nowhere(TABLE);
        try (Export export = exporter.open(nowhere)) {
            RowSink sink = export.table(TABLE, 0);
            CopyLine row = new CopyLine(COLUMNS.size());
            for (byte[] line : lines) {
                row.decode(line, 0, line.length);
                sink.row(row);
            }
            sink.end();
        }
        return nowhere.written();
    }
}
