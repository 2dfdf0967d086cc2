package dev.coffer.backup.pgdump.tools;

import static java.util.Objects.requireNonNull;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Where tools are looked for, and how they are installed there.
 *
 * @param kind the kind of operating system
 * @param searchPath the folders of {@code PATH}
 * @param places folders with {@code *} for any one name, in which installers put the tools
 */
record Machine(Kind kind, List<Path> searchPath, List<Place> places) {
    Machine {
        requireNonNull(kind, "kind");
        searchPath = List.copyOf(searchPath);
        places = List.copyOf(places);
    }

    /** The kinds of operating system that differ in where tools lie. */
    enum Kind {
        LINUX,
        MAC,
        WINDOWS
    }

    /**
     * A place of an installer.
     *
     * @param root where the search begins
     * @param below names below it, {@code *} within a name standing for anything
     */
    record Place(Path root, List<String> below) {
        Place {
            requireNonNull(root, "root");
            below = List.copyOf(below);
        }

        static Place of(String root, String... below) {
            return new Place(Path.of(root), List.of(below));
        }
    }

    static Machine ofProcess() {
        return of(System.getProperty("os.name", ""), System.getenv());
    }

    static Machine of(String osName, Map<String, String> environment) {
        String name = osName.toLowerCase(Locale.ROOT);
        Kind kind = name.startsWith("windows") ? Kind.WINDOWS : name.startsWith("mac") ? Kind.MAC : Kind.LINUX;
        return new Machine(kind, searchPath(kind, environment), usualPlaces(kind, environment));
    }

    String fileName(Tool tool) {
        return kind == Kind.WINDOWS ? tool.program() + ".exe" : tool.program();
    }

    private static List<Path> searchPath(Kind kind, Map<String, String> environment) {
        String separator = kind == Kind.WINDOWS ? ";" : ":";
        String path = environment.entrySet().stream()
                .filter(variable -> variable.getKey().equalsIgnoreCase("PATH"))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("");
        // An empty or relative entry means the working directory: whoever may write there must not choose our programs.
        return Arrays.stream(path.split(separator))
                .filter(folder -> !folder.isBlank())
                .flatMap(folder -> path(folder).stream())
                .filter(Path::isAbsolute)
                .toList();
    }

    private static Optional<Path> path(String text) {
        try {
            return Optional.of(Path.of(text));
        } catch (InvalidPathException e) {
            return Optional.empty(); // no folder can have that name, so nothing lies there
        }
    }

    private static List<Place> usualPlaces(Kind kind, Map<String, String> environment) {
        return switch (kind) {
            case LINUX ->
                List.of(
                        Place.of("/usr/lib/postgresql", "*", "bin"),
                        Place.of("/usr", "pgsql-*", "bin"),
                        Place.of("/usr/libexec", "postgresql*"),
                        Place.of("/usr/local/pgsql", "bin"),
                        Place.of("/opt", "PostgreSQL", "*", "bin"),
                        Place.of("/home/linuxbrew/.linuxbrew/opt", "postgresql@*", "bin"),
                        Place.of("/home/linuxbrew/.linuxbrew/opt", "libpq", "bin"));
            case MAC ->
                List.of(
                        Place.of("/opt/homebrew/opt", "postgresql@*", "bin"),
                        Place.of("/opt/homebrew/opt", "libpq", "bin"),
                        Place.of("/usr/local/opt", "postgresql@*", "bin"),
                        Place.of("/usr/local/opt", "libpq", "bin"),
                        Place.of("/Applications/Postgres.app/Contents/Versions", "*", "bin"),
                        Place.of("/Library/PostgreSQL", "*", "bin"));
            case WINDOWS ->
                List.of(Place.of(
                        environment.getOrDefault("ProgramFiles", "C:\\Program Files"), "PostgreSQL", "*", "bin"));
        };
    }
}
