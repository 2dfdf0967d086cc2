package dev.coffer.backup.internal.store;

import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What was found in an archive, and whether the manifest among it names exactly that. */
final class Inventory {
    private static final int LARGEST_MANIFEST = 1 << 28;

    private final TreeMap<String, Found> files = new TreeMap<>();
    private final Set<String> folders = new HashSet<>();
    private byte @Nullable [] manifest;

    private record Found(long bytes, String sha256) {}

    void add(String name, long bytes, String sha256) {
        files.put(name, new Found(bytes, sha256));
    }

    void addFolder(String name) {
        folders.add(name);
    }

    /** Keeps the manifest, which may come first or last. */
    void manifest(long size, InputStream in) throws IOException {
        if (size > LARGEST_MANIFEST) {
            throw Problem.of(ErrorCode.LIMIT, "the manifest has " + size + " bytes, more than any backup needs")
                    .file(ManifestFile.NAME)
                    .hint("this was not written by Coffer; do not open it")
                    .exception();
        }
        manifest = in.readNBytes((int) size);
    }

    byte[] manifestBytes() {
        byte[] bytes = manifest;
        if (bytes == null) {
            throw Problem.of(
                            ErrorCode.NOT_A_BACKUP,
                            "the archive has no " + ManifestFile.NAME
                                    + ": this is no archive of a backup, or a part is missing")
                    .hint("give an archive that archiveTo(…) made, or tar of the whole folder of a backup")
                    .exception();
        }
        return bytes;
    }

    /** The manifest, when everything is there as it says and nothing else. */
    Manifest requireWhole() {
        Manifest named = ManifestFile.parse(manifestBytes());
        TreeMap<String, Found> left = new TreeMap<>(files);
        Set<String> unknown = new HashSet<>(folders);
        for (Manifest.File file : named.files()) {
            Found found = left.remove(file.name());
            if (found == null) {
                throw Problem.of(ErrorCode.FILE_MISSING, "the archive lacks a file that the manifest names")
                        .file(file.name())
                        .hint("fetch it again, or use another backup")
                        .exception();
            }
            if (found.bytes != file.bytes()) {
                throw Verification.size(file, found.bytes);
            }
            Verification.requireHash(file, found.sha256);
            for (int slash = file.name().indexOf('/');
                    slash >= 0;
                    slash = file.name().indexOf('/', slash + 1)) {
                unknown.remove(file.name().substring(0, slash + 1));
            }
        }
        left.keySet().stream().findFirst().ifPresent(Inventory::refuse);
        unknown.stream().sorted().findFirst().ifPresent(Inventory::refuse);
        return named;
    }

    private static void refuse(String name) {
        throw Problem.of(ErrorCode.FILE_UNEXPECTED, "the archive holds something that the manifest does not name")
                .file(FileNames.printable(name))
                .hint("make the archive of the backup alone, without other files")
                .exception();
    }
}
