package dev.coffer.backup.pgdump.tools;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the installations of the client tools and chooses the one that fits. */
public final class ToolFinder {
    private static final Logger LOG = LoggerFactory.getLogger(ToolFinder.class);

    private final Machine machine;
    private final @Nullable Path folder;

    ToolFinder(Machine machine, @Nullable Path folder) {
        this.machine = machine;
        this.folder = folder;
    }

    /**
     * A finder for this machine.
     *
     * @param folder the only one to look in, or null for {@code PATH} and the usual places
     */
    public static ToolFinder of(@Nullable Path folder) {
        return new ToolFinder(Machine.ofProcess(), folder);
    }

    /**
     * The best pg_dump for a server: of its own major version, else the nearest newer one, of these the newest minor.
     *
     * @throws BackupException when there is none, or none that is new enough
     */
    public ClientTools forServer(int major) {
        return choose(Tool.PG_DUMP, major, "the server, which is version " + major);
    }

    /**
     * The newest pg_dump, for a server whose version is not known; it refuses one that is newer itself.
     *
     * @throws BackupException when there is none
     */
    public ClientTools newest() {
        List<String> broken = new ArrayList<>();
        return find(broken).stream()
                .max(Comparator.comparing(ClientTools::version))
                .orElseThrow(() -> missing(Tool.PG_DUMP, broken));
    }

    /**
     * The best pg_restore for an archive: of the major version that wrote it, else the nearest newer one.
     *
     * @throws BackupException when there is none, or none that is new enough
     */
    public ClientTools forArchive(int major) {
        return choose(Tool.PG_RESTORE, major, "the dump, which needs version " + major);
    }

    private ClientTools choose(Tool tool, int major, String what) {
        List<String> broken = new ArrayList<>();
        List<ClientTools> found = find(broken);
        if (found.isEmpty()) {
            throw missing(tool, broken);
        }
        // The first of equals is the one that PATH names first.
        Optional<ClientTools> best = found.stream()
                .filter(tools -> tools.version().major() >= major)
                .min(Comparator.comparingInt(
                                (ClientTools tools) -> tools.version().major())
                        .thenComparing(tools -> -tools.version().minor()));
        ClientTools chosen = best.orElseThrow(() -> tooOld(tool, major, what, found));
        LOG.debug("tool.chosen tool={} version={} path={}", tool, chosen.version(), chosen.path(tool));
        return chosen;
    }

    private List<ClientTools> find(List<String> broken) {
        Map<Path, ClientTools> found = new LinkedHashMap<>();
        for (Path candidate : folders()) {
            Path dump = candidate.resolve(machine.fileName(Tool.PG_DUMP));
            Path restore = candidate.resolve(machine.fileName(Tool.PG_RESTORE));
            if (!Files.isExecutable(dump) || !Files.isExecutable(restore)) {
                continue;
            }
            try {
                Path real = dump.toRealPath();
                if (!isWrapper(real) && !found.containsKey(real)) {
                    found.put(real, new ClientTools(dump, restore, version(dump, restore)));
                }
            } catch (IOException e) {
                broken.add(dump + ": " + e.getMessage());
            }
        }
        return List.copyOf(found.values());
    }

    private List<Path> folders() {
        if (folder != null) {
            return List.of(folder.toAbsolutePath());
        }
        List<Path> all = new ArrayList<>(machine.searchPath());
        machine.places().forEach(place -> all.addAll(expand(List.of(place.root()), place.below())));
        return all;
    }

    private static List<Path> expand(List<Path> folders, List<String> below) {
        if (below.isEmpty()) {
            return folders;
        }
        List<Path> deeper = new ArrayList<>();
        for (Path parent : folders) {
            if (!Files.isDirectory(parent)) {
                continue;
            }
            try (DirectoryStream<Path> children = Files.newDirectoryStream(parent, below.get(0))) {
                children.forEach(deeper::add);
            } catch (IOException e) {
                LOG.debug("tool.place.unreadable folder={} error={}", parent, e.toString());
            }
        }
        return expand(deeper, below.subList(1, below.size()));
    }

    /** Debian's wrapper chooses a version by the local clusters, whatever server is meant; the tools themselves lie elsewhere. */
    private static boolean isWrapper(Path program) {
        Path name = program.getFileName();
        return name != null && name.toString().equals("pg_wrapper");
    }

    private static ToolVersion version(Path dump, Path restore) throws IOException {
        ToolVersion version = VersionProbe.of(dump);
        ToolVersion other = VersionProbe.of(restore);
        if (!version.equals(other)) {
            throw new IOException("pg_dump is version " + version + ", pg_restore beside it " + other);
        }
        return version;
    }

    private BackupException missing(Tool tool, List<String> broken) {
        String where = folder == null ? "neither on PATH nor where installers put it" : "not in the folder " + folder;
        String unusable = broken.isEmpty() ? "" : "; not usable: " + String.join("; ", broken);
        return Problem.of(ErrorCode.TOOL_MISSING, tool + " not found: " + where + unusable)
                .hint("install PostgreSQL's client tools (" + Installing.anyVersion()
                        + "), or name their folder with tools(Path); JSON and CSV need none of them")
                .exception();
    }

    private static BackupException tooOld(Tool tool, int major, String what, List<ClientTools> found) {
        ClientTools newest =
                found.stream().max(Comparator.comparing(ClientTools::version)).orElseThrow();
        return Problem.of(
                        ErrorCode.TOOL_TOO_OLD,
                        tool + " " + newest.version() + " (" + newest.path(tool) + ") is older than " + what)
                .hint("install version " + major + " or newer (" + Installing.version(major)
                        + "); JSON and CSV need none of them")
                .exception();
    }
}
