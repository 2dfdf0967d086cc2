package dev.coffer.backup.internal.archive;

import dev.coffer.backup.ArchiveFormat;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import dev.coffer.backup.internal.compression.Zstd;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/** The two compressions of archives. */
final class Compressor {
    private static final int BUFFER = 1 << 16;
    private static final int GZIP_MAGIC = 0x1F8B;

    private Compressor() {}

    /** Compresses into this; closing it completes the compression and closes {@code out}. */
    static OutputStream compress(ArchiveFormat format, OutputStream out) throws IOException {
        return switch (format) {
            case TAR_GZ -> new GZIPOutputStream(out, BUFFER);
            case TAR_ZST -> Zstd.compress(out);
        };
    }

    /**
     * The plain bytes of a stream that is compressed in either way, told by how it begins.
     *
     * @param in supports marks
     */
    static InputStream decompress(InputStream in) throws IOException {
        in.mark(4);
        byte[] magic = in.readNBytes(4);
        in.reset();
        if (magic.length < 4) {
            throw ArchiveReader.damaged("it ends before it begins");
        }
        int two = (magic[0] & 0xFF) << 8 | (magic[1] & 0xFF);
        if (two == GZIP_MAGIC) {
            // With what follows the first member, so that nothing is passed over that other readers would read.
            return GzipCompressorInputStream.builder()
                    .setInputStream(in)
                    .setDecompressConcatenated(true)
                    .get();
        }
        if (Zstd.begins(magic)) {
            return Zstd.decompress(in);
        }
        throw Problem.of(ErrorCode.UNKNOWN_FORMAT, "this is neither a tar.gz nor a tar.zst")
                .hint("give the folder of a backup, or an archive of one; a complete_backup.json alone is restored with"
                        + " RestorePlan.builder().from(path)")
                .exception();
    }
}
