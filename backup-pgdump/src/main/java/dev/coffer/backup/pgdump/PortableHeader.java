package dev.coffer.backup.pgdump;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Takes out of the head of a script the one setting that pg_restore 17 and newer write and older servers refuse, so that psql
 * does not stop there. The server's default for it is what the script would set.
 */
final class PortableHeader extends OutputStream {
    private static final String SETTING = "\nSET transaction_timeout = 0;\n";
    /** The settings stand before anything that comes from the database. */
    private static final int HEAD = 1024;

    private final OutputStream out;
    private final ByteArrayOutputStream head = new ByteArrayOutputStream(HEAD);
    private boolean passed;

    PortableHeader(OutputStream out) {
        this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (passed) {
            out.write(bytes, offset, length);
            return;
        }
        head.write(bytes, offset, length);
        if (head.size() >= HEAD) {
            pass();
        }
    }

    private void pass() throws IOException {
        passed = true;
        byte[] bytes = head.toByteArray();
        // One character for each byte, so that nothing else can change.
        int at = new String(bytes, ISO_8859_1).indexOf(SETTING);
        if (at < 0 || at > HEAD) {
            out.write(bytes);
            return;
        }
        int length = SETTING.getBytes(US_ASCII).length - 1;
        out.write(bytes, 0, at);
        out.write(bytes, at + length, bytes.length - at - length);
    }

    @Override
    public void close() throws IOException {
        if (!passed) {
            pass();
        }
        out.close();
    }
}
