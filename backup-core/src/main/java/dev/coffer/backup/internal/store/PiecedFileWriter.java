package dev.coffer.backup.internal.store;

import dev.coffer.backup.spi.Compression;
import dev.coffer.backup.spi.Framing;
import dev.coffer.backup.spi.PiecedFile;
import dev.coffer.backup.spi.TableData;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Brings pieces that several threads write at the same time into their order. One thread at a time has the turn: the one
 * that writes the piece whose turn it is, and after its end the same thread for as long as the next pieces lie complete
 * in the spool. Only that thread touches the file.
 */
final class PiecedFileWriter implements PiecedFile {
    private static final int LARGEST_WAIT = 64 * 1024;

    private final CountedFile file;
    private final PieceOutput out;
    private final Spool spool;
    private final Function<TableData, Framing> framing;
    private final List<Slot> slots = new ArrayList<>();
    private final Map<Integer, Integer> firstSlots = new HashMap<>();
    private final List<Manifest.Piece> pieces;
    private volatile int turn;
    private boolean finished;
    // Of the piece whose turn it is.
    private Framing around = new Framing(new byte[0], new byte[0], new byte[0]);
    private boolean tableHasBytes;
    private boolean pieceHasBytes;
    private long offset;
    private long plainOffset;

    /**
     * Begins the file with its preamble.
     *
     * @param pieces takes where each piece lies
     */
    PiecedFileWriter(
            CountedFile file,
            Compression compression,
            Spool spool,
            byte[] preamble,
            List<TableData> tables,
            Function<TableData, Framing> framing,
            List<Manifest.Piece> pieces) {
        this.pieces = pieces;
        this.file = file;
        this.out = PieceOutput.to(file, compression);
        this.spool = spool;
        this.framing = framing;
        for (TableData table : tables) {
            if (firstSlots.put(table.index(), slots.size()) != null) {
                throw new IllegalArgumentException("the table is named twice: " + table.name());
            }
            for (int part = 0; part < table.parts(); part++) {
                slots.add(new Slot(table, part));
            }
        }
        if (preamble.length > 0) {
            out.begin();
            out.write(preamble, 0, preamble.length);
            out.end();
        }
    }

    @Override
    public OutputStream piece(TableData table, int part) {
        Integer first = firstSlots.get(table.index());
        if (first == null || part < 0 || part >= table.parts()) {
            throw new IllegalArgumentException(
                    "the file " + file.name() + " has no part " + part + " of " + table.name());
        }
        int number = first + part;
        Slot slot = slots.get(number);
        return spool.changing(() -> {
            if (slot.state != State.EXPECTED) {
                throw new IllegalStateException("part " + part + " of " + table.name() + " was begun before");
            }
            slot.state = State.OPEN;
            return new PieceStream(number, slot);
        });
    }

    @Override
    public void finish(Epilogue epilogue) throws IOException {
        spool.requireRunning();
        int reached = turn;
        if (finished || reached < slots.size()) {
            throw new IllegalStateException(
                    finished
                            ? "the file " + file.name() + " was finished before"
                            : "the file " + file.name() + " lacks part " + slots.get(reached).part + " of "
                                    + slots.get(reached).table.name());
        }
        EpilogueStream end = new EpilogueStream();
        epilogue.write(end, out.plainSha256());
        end.complete();
        out.close();
        finished = true;
        file.close();
    }

    @Override
    public void close() throws IOException {
        if (!finished) {
            spool.abort();
            finished = true;
            out.close();
            file.abandon();
        }
    }

    private void begin(Slot slot) {
        if (slot.part == 0) {
            around = framing.apply(slot.table);
            tableHasBytes = false;
        }
        pieceHasBytes = false;
        offset = file.position();
        out.begin();
        plainOffset = out.plainPosition();
        if (slot.part == 0) {
            out.write(around.head(), 0, around.head().length);
        }
    }

    private void append(byte[] bytes, int from, int length) {
        if (length > 0) {
            if (!pieceHasBytes && tableHasBytes) {
                out.write(around.separator(), 0, around.separator().length);
            }
            pieceHasBytes = true;
            tableHasBytes = true;
            out.write(bytes, from, length);
        }
    }

    private void end(Slot slot) {
        if (slot.part == slot.table.parts() - 1) {
            out.write(around.tail(), 0, around.tail().length);
        }
        out.end();
        slot.state = State.DONE;
        pieces.add(new Manifest.Piece(
                slot.table.index(), slot.part, offset, file.position() - offset, out.plainPosition() - plainOffset));
    }

    private void moveSpooled(Slot slot) throws IOException {
        SpooledPiece spooled = slot.spooled;
        if (spooled != null) {
            spooled.moveTo(this::append);
            slot.spooled = null;
        }
    }

    /** Passes the turn on, past every piece that lies complete in the spool. */
    private void passTurn() throws IOException {
        @Nullable Slot complete = spool.changing(this::nextTurn);
        while (complete != null) {
            spool.requireRunning();
            begin(complete);
            moveSpooled(complete);
            end(complete);
            complete = spool.changing(this::nextTurn);
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // only under the spool's lock
    private @Nullable Slot nextTurn() {
        turn++;
        Slot next = turn < slots.size() ? slots.get(turn) : null;
        return next != null && next.state == State.COMPLETE ? next : null;
    }

    private enum State {
        EXPECTED,
        OPEN,
        COMPLETE,
        DONE
    }

    /** A piece in its place. The state changes under the spool's lock. */
    private static final class Slot {
        final TableData table;
        final int part;
        State state = State.EXPECTED;

        @Nullable
        SpooledPiece spooled;

        Slot(TableData table, int part) {
            this.table = table;
            this.part = part;
        }
    }

    private final class PieceStream extends OutputStream {
        private final int number;
        private final Slot slot;
        private boolean hasTurn;
        private boolean closed;

        PieceStream(int number, Slot slot) {
            this.number = number;
            this.slot = slot;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            if (closed) {
                throw new IllegalStateException("the piece is closed");
            }
            spool.requireRunning();
            try {
                int next = from;
                int end = from + length;
                while (next < end) {
                    int size = hasTurn || isTurn() ? end - next : Math.min(LARGEST_WAIT, end - next);
                    put(bytes, next, size);
                    next += size;
                }
            } catch (IOException | RuntimeException e) {
                spool.abort();
                throw e;
            }
        }

        private void put(byte[] bytes, int from, int length) throws IOException {
            if (!hasTurn && (isTurn() || !spool.reserve(length, this::isTurn))) {
                takeTurn();
            }
            if (hasTurn) {
                append(bytes, from, length);
            } else {
                spooled().write(bytes, from, length);
            }
        }

        private SpooledPiece spooled() {
            SpooledPiece piece = slot.spooled;
            if (piece == null) {
                piece = spool.piece();
                slot.spooled = piece;
            }
            return piece;
        }

        private boolean isTurn() {
            return turn == number;
        }

        private void takeTurn() throws IOException {
            begin(slot);
            moveSpooled(slot);
            hasTurn = true;
        }

        @Override
        public void close() throws IOException {
            if (closed) {
                return;
            }
            closed = true;
            spool.requireRunning();
            try {
                if (!hasTurn && leaveComplete()) {
                    return;
                }
                if (!hasTurn) {
                    takeTurn();
                }
                PiecedFileWriter.this.end(slot);
                passTurn();
            } catch (IOException | RuntimeException e) {
                spool.abort();
                throw e;
            }
        }

        /** Leaves the piece to whoever passes the turn on to it, unless that happened already. */
        private boolean leaveComplete() {
            if (!isTurn() && slot.spooled != null) {
                slot.spooled.complete();
            }
            return spool.changing(() -> {
                if (isTurn()) {
                    return false;
                }
                slot.state = State.COMPLETE;
                return true;
            });
        }
    }

    /** Begins its gzip member with the first byte, since an epilogue may have none. */
    private final class EpilogueStream extends OutputStream {
        private boolean begun;

        @Override
        public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) {
            if (length > 0 && !begun) {
                begun = true;
                out.begin();
            }
            if (length > 0) {
                out.write(bytes, from, length);
            }
        }

        @Override
        public void close() {
            // The file is closed by whoever opened it.
        }

        void complete() {
            // An archive of no member at all is not one that gunzip takes.
            if (!begun && file.position() == 0) {
                out.begin();
                begun = true;
            }
            if (begun) {
                out.end();
            }
        }
    }
}
