package dev.coffer.backup.internal.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.ClosedByInterruptException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.jspecify.annotations.Nullable;

/**
 * Reads an archive of a backup that may come from anybody, to its last byte. Only plain files and folders below one common
 * folder come through; whoever takes them decides which names are known.
 */
public final class ArchiveReader {
    private static final int BUFFER = 1 << 16;
    /** What tar programs fill the last block with. */
    private static final int MOST_PADDING = 1 << 20;

    private static final String REFUSED = "this was not written by Coffer; do not open it";

    private final Visitor visitor;
    private final Set<String> names = new HashSet<>();
    private @Nullable String top;

    private ArchiveReader(Visitor visitor) {
        this.visitor = visitor;
    }

    /** Takes what an archive holds. */
    public interface Visitor {
        /**
         * A file.
         *
         * @param top the folder that everything lies below, one name; empty where there is none
         * @param name below it, with {@code /}, as the archive says it: no more is known of it than that it is relative and
         *     unlike every other
         * @param size what the archive says
         * @param bytes what is left unread is passed over
         */
        void file(String top, String name, long size, InputStream bytes) throws IOException;

        /** A folder, its name with a final {@code /}. */
        void folder(String name);
    }

    /**
     * Reads to the end.
     *
     * @throws dev.coffer.backup.BackupException when it is damaged, or holds what no backup holds
     * @throws IOException what the visitor throws, or the stream itself
     */
    public static void read(InputStream in, Visitor visitor) throws IOException {
        Bounds bounds = Bounds.on(in);
        InputStream plain;
        try {
            plain = Compressor.decompress(new BufferedInputStream(bounds.compressed(), BUFFER));
        } catch (IOException e) {
            throw damaged("it cannot be read", e);
        }
        new ArchiveReader(visitor).entries(new BufferedInputStream(bounds.watch(plain), BUFFER), bounds);
    }

    private void entries(InputStream plain, Bounds bounds) throws IOException {
        // In records, not blocks, so that it passes over nothing at its end; closing it would close the caller's
        // stream.
        TarArchiveInputStream tar = new TarArchiveInputStream(plain, TarConstants.DEFAULT_RCDSIZE, UTF_8.name());
        for (TarArchiveEntry entry = next(tar, bounds); entry != null; entry = next(tar, bounds)) {
            entry(entry, tar);
            pass(tar);
        }
        requireEnd(plain);
    }

    private static @Nullable TarArchiveEntry next(TarArchiveInputStream tar, Bounds bounds) {
        bounds.headerBegins();
        try {
            TarArchiveEntry entry = tar.getNextEntry();
            bounds.headerEnds();
            return entry;
        } catch (IOException | IllegalArgumentException e) {
            throw damaged("it cannot be read", e);
        }
    }

    private void entry(TarArchiveEntry entry, TarArchiveInputStream tar) throws IOException {
        byte kind = entry.getLinkFlag();
        String full = entry.getName();
        boolean folder = kind == TarConstants.LF_DIR;
        boolean file = kind == TarConstants.LF_NORMAL || kind == TarConstants.LF_OLDNORM;
        if ((!folder && !file) || entry.isSparse() || entry.getSize() < 0) {
            throw unsafe("the archive holds something that is neither a file nor a folder", full);
        }
        String name = below(full, folder);
        if (folder) {
            if (!name.isEmpty()) {
                visitor.folder(name);
            }
            return;
        }
        // Two that differ in case only would be one on some file systems.
        if (!names.add(name.toLowerCase(Locale.ROOT))) {
            throw unsafe("the archive holds a file twice", full);
        }
        visitor.file(top == null ? "" : top, name, entry.getSize(), new Body(tar));
    }

    /** The name below the common folder. */
    private String below(String full, boolean folder) {
        String path = full.startsWith("./") ? full.substring(2) : full;
        if (path.isEmpty() && folder) {
            return "";
        }
        boolean rooted = full.startsWith("./");
        String bare = folder && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        for (String segment : bare.split("/", -1)) {
            if (segment.isEmpty() || segment.equals(".") || segment.equals("..") || !plain(segment)) {
                throw unsafe("the archive names a file outside of itself, or one that no backup has", full);
            }
        }
        String first = rooted ? "" : bare.substring(0, bare.indexOf('/') < 0 ? bare.length() : bare.indexOf('/'));
        if (top == null) {
            top = first;
        }
        if (!first.equals(top)) {
            throw unsafe("the archive holds something beside the folder of the backup", full);
        }
        if (rooted) {
            return folder ? bare + "/" : bare;
        }
        if (bare.length() == first.length()) {
            if (!folder) {
                throw unsafe("the archive holds something beside the folder of the backup", full);
            }
            return "";
        }
        return bare.substring(first.length() + 1) + (folder ? "/" : "");
    }

    private static boolean plain(String segment) {
        return segment.codePoints().noneMatch(c -> c == '\\' || c == ':' || Character.isISOControl(c));
    }

    private static void pass(TarArchiveInputStream tar) throws IOException {
        byte[] block = new byte[BUFFER];
        Body body = new Body(tar);
        while (body.read(block, 0, block.length) >= 0) {
            // An entry is read to its end, so that a header is all that the next call reads.
        }
    }

    private static void requireEnd(InputStream plain) throws IOException {
        byte[] block = new byte[BUFFER];
        long padding = 0;
        try {
            for (int read = plain.read(block); read >= 0; read = plain.read(block)) {
                for (int i = 0; i < read; i++) {
                    if (block[i] != 0) {
                        throw damaged("something follows its end");
                    }
                }
                padding += read;
                if (padding > MOST_PADDING) {
                    throw damaged("something follows its end");
                }
            }
        } catch (IOException e) {
            throw damaged("it cannot be read", e);
        }
    }

    static BackupException damaged(String what) {
        return damaged(what, null);
    }

    static BackupException damaged(String what, @Nullable Throwable cause) {
        if (cause instanceof ClosedByInterruptException) {
            Thread.currentThread().interrupt();
            return Problem.of(ErrorCode.INTERRUPTED, "the thread was interrupted while an archive was read")
                    .hint("run it again; nothing of this run is kept")
                    .exception(cause);
        }
        return Problem.of(ErrorCode.MALFORMED, "the archive is damaged or cut off: " + what)
                .hint("fetch it again, or use another backup")
                .exception(cause);
    }

    private static BackupException unsafe(String what, String name) {
        return Problem.of(ErrorCode.UNSAFE_PATH, what)
                .file(printable(name))
                .hint(REFUSED)
                .exception();
    }

    private static String printable(String name) {
        StringBuilder text = new StringBuilder();
        name.codePoints().limit(200).forEach(c -> text.append(c < ' ' || c > '~' ? "?" : Character.toString(c)));
        return text.toString();
    }

    /** The bytes of one entry; what is wrong with them is wrong with the archive. */
    private static final class Body extends InputStream {
        private final TarArchiveInputStream tar;

        Body(TarArchiveInputStream tar) {
            this.tar = tar;
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) {
            try {
                return tar.read(bytes, offset, length);
            } catch (IOException e) {
                throw damaged("it cannot be read", e);
            }
        }
    }
}
