package dev.coffer.backup.internal.store;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The kinds of file system that a backup can be written to. */
enum Disk {
    LOCAL {
        @Override
        Root root() throws IOException {
            Path folder = Files.createTempDirectory("coffer-store-");
            return new Root(folder, () -> Folders.delete(folder));
        }
    },
    MEMORY_UNIX {
        @Override
        Root root() {
            return in(Jimfs.newFileSystem(Configuration.unix()), "/coffer/backups");
        }
    },
    MEMORY_POSIX {
        @Override
        Root root() {
            return in(
                    Jimfs.newFileSystem(Configuration.unix().toBuilder()
                            .setAttributeViews("basic", "owner", "posix", "unix")
                            .build()),
                    "/coffer/backups");
        }
    },
    MEMORY_WINDOWS {
        @Override
        Root root() {
            return in(Jimfs.newFileSystem(Configuration.windows()), "C:\\work\\backups");
        }
    },
    ZIP {
        @Override
        Root root() throws IOException {
            Path folder = Files.createTempDirectory("coffer-store-zip-");
            URI uri = URI.create("jar:" + folder.resolve("backups.zip").toUri());
            FileSystem zip = FileSystems.newFileSystem(uri, Map.of("create", "true"));
            return new Root(zip.getPath("/backups"), () -> {
                zip.close();
                Folders.delete(folder);
            });
        }
    };

    abstract Root root() throws IOException;

    private static Root in(FileSystem memory, String path) {
        return new Root(memory.getPath(path), memory::close);
    }

    interface End {
        void run() throws IOException;
    }

    /** A folder for backups, which is gone when the test is over. */
    record Root(Path path, End end) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            end.run();
        }
    }
}
