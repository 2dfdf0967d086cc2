package dev.coffer.testsupport;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.opentest4j.TestAbortedException;

/** A real file system of little room, in memory, mounted on a folder of its own until it is closed. */
public record SmallDisk(Path root) implements AutoCloseable {
    /**
     * Mounts one. Skips the calling test where this user may not mount.
     *
     * @param size as {@code mount} takes it, such as {@code 512k}
     */
    public static SmallDisk mount(String size) {
        try {
            Path root = Files.createTempDirectory("coffer-small-");
            if (!run("mount", "-t", "tmpfs", "-o", "size=" + size + ",nr_inodes=64", "tmpfs", root.toString())) {
                Files.delete(root);
                throw new TestAbortedException("only where the user may mount a file system");
            }
            return new SmallDisk(root);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** From here on nothing can be written to it. */
    public void makeReadOnly() {
        if (!run("mount", "-o", "remount,ro", root.toString())) {
            throw new IllegalStateException("cannot mount read-only: " + root);
        }
    }

    /** Writes a file called {@code filler} that takes all the room there is. */
    public Path fill() {
        Path filler = root.resolve("filler");
        try (OutputStream out = Files.newOutputStream(filler)) {
            for (int size = 1 << 16; size > 0; ) {
                size = takes(out, size) ? size : size / 2;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return filler;
    }

    private static boolean takes(OutputStream out, int size) {
        try {
            out.write(new byte[size]);
            return true;
        } catch (IOException full) {
            return false;
        }
    }

    /** Shows a file of this one at another place, where an empty file is made for it, until what is returned is closed. */
    public Shown show(Path file, Path place) {
        try {
            Files.createFile(place);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!run("mount", "--bind", file.toString(), place.toString())) {
            throw new IllegalStateException("cannot mount " + file + " on " + place);
        }
        return () -> {
            if (!run("umount", place.toString())) {
                throw new IllegalStateException("cannot unmount " + place);
            }
        };
    }

    /** See {@link SmallDisk#show}. */
    public interface Shown extends AutoCloseable {
        @Override
        void close();
    }

    @Override
    public void close() {
        try {
            if (!run("umount", root.toString())) {
                throw new IllegalStateException("cannot unmount " + root);
            }
            Files.delete(root);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean run(String... command) {
        try {
            return ClientTools.run(InputStream.nullInputStream(), new ProcessBuilder(command))
                            .exitCode()
                    == 0;
        } catch (UncheckedIOException e) {
            // There is no such program.
            return false;
        }
    }
}
