package dev.coffer.backup.contract;

import dev.coffer.backup.spi.Compression;
import dev.coffer.backup.spi.Framing;
import dev.coffer.backup.spi.PiecedFile;
import dev.coffer.backup.spi.TableData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Puts pieces together once all are there. */
final class MemoryPiecedFile implements PiecedFile {
    private final MemoryFiles files;
    private final String name;
    private final Compression compression;
    private final byte[] preamble;
    private final List<TableData> tables;
    private final Function<TableData, Framing> framing;
    private final Map<PieceId, byte[]> pieces = new ConcurrentHashMap<>();
    private final Map<PieceId, Boolean> begun = new ConcurrentHashMap<>();

    MemoryPiecedFile(
            MemoryFiles files,
            String name,
            Compression compression,
            byte[] preamble,
            List<TableData> tables,
            Function<TableData, Framing> framing) {
        this.files = files;
        this.name = name;
        this.compression = compression;
        this.preamble = preamble;
        this.tables = tables;
        this.framing = framing;
    }

    private final List<MemoryStream> streams = new CopyOnWriteArrayList<>();
    private boolean closed;

    private record PieceId(int table, int part) {}

    @Override
    public OutputStream piece(TableData table, int part) {
        PieceId id = new PieceId(table.index(), part);
        if (begun.putIfAbsent(id, true) != null) {
            throw new IllegalStateException("part " + part + " of " + table.name() + " is begun twice");
        }
        MemoryStream stream = new MemoryStream(files, bytes -> pieces.put(id, bytes));
        streams.add(stream);
        return stream;
    }

    @Override
    public void finish(Epilogue epilogue) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        Map<TableData, byte[]> tableBytes = new LinkedHashMap<>();
        append(file, plain, preamble);
        for (TableData table : tables) {
            byte[] bytes = framed(table);
            tableBytes.put(table, bytes);
            append(file, plain, bytes);
        }
        ByteArrayOutputStream end = new ByteArrayOutputStream();
        epilogue.write(end, MemoryFiles.hex(MemoryFiles.digest("SHA-256").digest(plain.toByteArray())));
        append(file, plain, end.toByteArray());
        files.publish(name, file.toByteArray(), tableBytes);
    }

    private byte[] framed(TableData table) throws IOException {
        Framing around = framing.apply(table);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(around.head());
        boolean first = true;
        for (int part = 0; part < table.parts(); part++) {
            byte @Nullable [] piece = pieces.get(new PieceId(table.index(), part));
            if (piece == null) {
                throw new IllegalStateException("part " + part + " of " + table.name() + " is missing");
            }
            if (piece.length > 0 && !first) {
                bytes.write(around.separator());
            }
            first &= piece.length == 0;
            bytes.write(piece);
        }
        bytes.write(around.tail());
        return bytes.toByteArray();
    }

    private void append(ByteArrayOutputStream file, ByteArrayOutputStream plain, byte[] bytes) throws IOException {
        plain.write(bytes);
        if (compression == Compression.NONE) {
            file.write(bytes);
        } else if (bytes.length > 0) {
            try (OutputStream member = compression.compress(file)) {
                member.write(bytes);
            }
        }
    }

    /** Gives back the streams of pieces too: after a failure nobody else does. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            streams.forEach(MemoryStream::abandon);
            files.closed();
        }
    }
}
