package dev.coffer.backup.internal.store;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The uncompressed bytes of a table, piece after piece: of each exactly as many as the manifest says. */
abstract class CompressedPieces extends InputStream {
    final String file;
    private final Iterator<Manifest.Piece> pieces;
    private boolean inPiece;
    private long plainLeft;

    CompressedPieces(String file, List<Manifest.Piece> pieces) {
        this.file = file;
        this.pieces = pieces.iterator();
    }

    abstract void begin(Manifest.Piece piece) throws IOException;

    /** Returns how many bytes came, at least 1, or 0 at the end of the piece. */
    abstract int readPiece(byte[] into, int offset, int length) throws IOException;

    /** All bytes of the piece have been read; checks that nothing else is in it. */
    abstract void end() throws IOException;

    @Override
    public final int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public final int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (true) {
            if (!inPiece) {
                if (!pieces.hasNext()) {
                    return -1;
                }
                Manifest.Piece next = pieces.next();
                begin(next);
                inPiece = true;
                plainLeft = next.plainLength();
            }
            if (plainLeft > 0) {
                int read = readPiece(into, offset, (int) Math.min(length, plainLeft));
                if (read == 0) {
                    throw notAsRecorded(file, "a piece holds less than the manifest says");
                }
                plainLeft -= read;
                return read;
            }
            if (readPiece(new byte[1], 0, 1) > 0) {
                throw notAsRecorded(file, "a piece holds more than the manifest says");
            }
            end();
            inPiece = false;
        }
    }

    static BackupException notAsRecorded(String file, String what) {
        return notAsRecorded(file, what, null);
    }

    static BackupException notAsRecorded(String file, String what, @Nullable Throwable cause) {
        return Problem.of(ErrorCode.CHECKSUM, what)
                .file(file)
                .hint("it was damaged or changed; restore from another backup")
                .exception(cause);
    }
}
