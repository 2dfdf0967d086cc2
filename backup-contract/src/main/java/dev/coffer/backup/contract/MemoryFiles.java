package dev.coffer.backup.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.coffer.backup.TableName;
import dev.coffer.backup.spi.Compression;
import dev.coffer.backup.spi.ExportContext;
import dev.coffer.backup.spi.Framing;
import dev.coffer.backup.spi.PiecedFile;
import dev.coffer.backup.spi.RestoreContext;
import dev.coffer.backup.spi.SharedSnapshot;
import dev.coffer.backup.spi.TableData;
import dev.coffer.backup.spi.TableTotals;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The two contexts of a format over a map of byte arrays. */
final class MemoryFiles implements ExportContext, RestoreContext {
    static final String DISK_FULL = "no space left in memory, as the test wants it";

    private final List<TableData> tables;
    private final List<SampleTable> samples;
    private final Map<String, byte[]> files = new ConcurrentHashMap<>();
    private final Map<TableName, byte[]> tableBytes = new ConcurrentHashMap<>();
    private final Map<TableName, String> fileOf = new ConcurrentHashMap<>();
    private final List<String> info = new CopyOnWriteArrayList<>();
    private final AtomicInteger open = new AtomicInteger();
    private volatile boolean delivered;
    private volatile long writable = Long.MAX_VALUE;
    private volatile boolean discarding;

    MemoryFiles(List<TableData> tables, List<SampleTable> samples) {
        this.tables = List.copyOf(tables);
        this.samples = List.copyOf(samples);
    }

    MemoryFiles with(TableData table, byte[] bytes) {
        MemoryFiles copy = new MemoryFiles(tables, samples);
        copy.files.putAll(files);
        copy.tableBytes.putAll(tableBytes);
        copy.fileOf.putAll(fileOf);
        copy.tableBytes.put(table.name(), bytes.clone());
        return copy;
    }

    /** How many files, pieces and streams a format has not closed. */
    int open() {
        return open.get();
    }

    void opened() {
        open.incrementAndGet();
    }

    void closed() {
        open.decrementAndGet();
    }

    /** Makes the disk full after so many more bytes. */
    void limit(long bytes) {
        writable = bytes;
    }

    /** Throws every byte of every piece away. */
    void discard() {
        discarding = true;
    }

    boolean discarding() {
        return discarding;
    }

    synchronized void count(int bytes) throws IOException {
        writable -= bytes;
        if (writable < 0) {
            throw new IOException(DISK_FULL);
        }
    }

    void allDelivered() {
        delivered = true;
    }

    List<String> names() {
        return List.copyOf(new TreeMap<>(files).keySet());
    }

    byte[] bytes(String name) {
        byte[] bytes = files.get(name);
        if (bytes == null) {
            throw new IllegalArgumentException("there is no file " + name + ", but " + names());
        }
        return bytes.clone();
    }

    byte[] tableBytes(TableData table) {
        byte[] bytes = tableBytes.get(table.name());
        if (bytes == null) {
            throw new IllegalArgumentException("the exporter wrote no piece for " + table.name());
        }
        return bytes.clone();
    }

    String info() {
        return String.join("", info);
    }

    @Override
    public String libraryVersion() {
        return "0.0.0-memory";
    }

    @Override
    public Instant snapshotTime() {
        return Instant.parse("2025-10-12T14:16:56.123456Z");
    }

    @Override
    public List<TableData> tables() {
        return tables;
    }

    @Override
    public byte[] catalogueDocument() {
        return "{\"server\":{\"version\":\"none\"},\n\"entries\":[{\"kind\":\"schema\",\"nested\":[[1],{\"a\":\"é\"}]}]}\n"
                .getBytes(UTF_8);
    }

    @Override
    public void writePreDataSql(OutputStream out) throws IOException {
        out.write("-- pre-data\n".getBytes(UTF_8));
    }

    @Override
    public void writePostDataSql(OutputStream out) throws IOException {
        out.write("-- post-data\n".getBytes(UTF_8));
    }

    @Override
    public TableTotals totals(TableData table) {
        if (!delivered) {
            throw new IllegalStateException("totals are known when every row has been delivered");
        }
        SampleTable sample = samples.get(table.index());
        return new TableTotals(
                sample.rows().size(),
                hex(digest("MD5").digest(sample.rows().toString().getBytes(UTF_8))));
    }

    @Override
    public String fileNameFor(TableData table, String suffix) {
        return (table.name().name().matches("[a-z_]+") ? table.name().name() : "table" + table.index()) + suffix;
    }

    @Override
    public String loadTarget(TableData table) {
        return quote(table.name().schema()) + "." + quote(table.name().name());
    }

    private static String quote(String name) {
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }

    @Override
    public OutputStream file(String name) {
        return new MemoryStream(this, bytes -> add(name, bytes));
    }

    private void add(String name, byte[] bytes) {
        if (files.putIfAbsent(name, bytes) != null) {
            throw new IllegalStateException("the file " + name + " is written twice");
        }
    }

    @Override
    public PiecedFile piecedFile(
            String name,
            Compression compression,
            byte[] preamble,
            List<TableData> tables,
            Function<TableData, Framing> framing) {
        opened();
        return new MemoryPiecedFile(this, name, compression, preamble, tables, framing);
    }

    /** A finished file: its bytes, and those of each of its tables. */
    void publish(String name, byte[] bytes, Map<TableData, byte[]> pieces) {
        add(name, bytes);
        pieces.forEach((table, piece) -> {
            tableBytes.put(table.name(), piece);
            fileOf.put(table.name(), name);
        });
    }

    @Override
    public InputStream read(String name) {
        return new ByteArrayInputStream(bytes(name));
    }

    @Override
    public Optional<SharedSnapshot> snapshot() {
        return Optional.empty();
    }

    @Override
    public Optional<Path> local(String name) {
        return Optional.empty();
    }

    @Override
    public void warn(String sentence) {}

    @Override
    public void info(String text) {
        info.add(text);
    }

    @Override
    public InputStream open(TableData table) {
        opened();
        return new ByteArrayInputStream(tableBytes(table)) {
            private boolean closed;

            @Override
            public void close() {
                if (!closed) {
                    closed = true;
                    MemoryFiles.this.closed();
                }
            }
        };
    }

    @Override
    public String fileOf(TableData table) {
        @Nullable String name = fileOf.get(table.name());
        return name == null ? "none" : name;
    }

    static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has " + algorithm, e);
        }
    }

    static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
