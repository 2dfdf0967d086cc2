package dev.coffer.testsupport;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.opentest4j.TestAbortedException;

/**
 * Real databases to test against, and the programs that belong to them. They are not part of the project: they lie in
 * {@code ../shared} beside the checkout, or tests that need them skip.
 */
public final class Corpora {
    /** From this version on a parameter of this name needs quotes, which pg_dump of version 15 did not write. */
    private static final int JSON_IS_A_WORD = 16;

    private static final int UNLOGGED_SEQUENCES = 15;
    private static final String KITCHENSINK = "graphile_kitchensink";

    private Corpora() {}

    /** The folder of the dumps. */
    public static Optional<Path> folder() {
        return shared("corpora");
    }

    /** A program of {@code ../shared/tools}, such as {@code compare-databases}. */
    public static Optional<Path> tool(String name) {
        return shared("tools").map(tools -> tools.resolve(name)).filter(Files::isExecutable);
    }

    /**
     * Loads a corpus into an empty database, through psql. Skips the calling test without corpora or psql, and where the server is too
     * old for it.
     *
     * @param name such as {@code pagila}
     */
    public static void load(String name, TestDatabase into) {
        Path file = folder().map(folder -> folder.resolve(name + ".sql.gz"))
                .orElseThrow(() -> new TestAbortedException(Needs.CORPORA));
        if (name.equals(KITCHENSINK) && into.server().major() < UNLOGGED_SEQUENCES) {
            throw new TestAbortedException(
                    Needs.feature(into.server().major(), "unlogged sequence, which is in " + name, UNLOGGED_SEQUENCES));
        }
        Path psql = ClientTools.require("psql");
        try (InputStream sql = new GZIPInputStream(Files.newInputStream(file))) {
            InputStream adapted = into.server().major() >= JSON_IS_A_WORD && name.equals(KITCHENSINK)
                    ? new ByteArrayInputStream(new String(sql.readAllBytes(), StandardCharsets.UTF_8)
                            .replace("(json json", "(\"json\" json")
                            .getBytes(StandardCharsets.UTF_8))
                    : sql;
            ClientTools.run(adapted, psql, "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", into.uri())
                    .requireSuccess();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * What {@code compare-databases} prints about two databases: its last line is {@code identical}, or the number of differences.
     * Uses pg_dump, so both servers must not be newer than it.
     */
    public static ToolResult compare(TestDatabase a, TestDatabase b, String... options) {
        Path tool = tool("compare-databases").orElseThrow(() -> new TestAbortedException(Needs.CORPORA));
        ClientTools.require("pg_dump");
        String[] arguments = Arrays.copyOf(options, options.length + 2);
        arguments[options.length] = a.uri();
        arguments[options.length + 1] = b.uri();
        return ClientTools.run(tool, arguments);
    }

    private static Optional<Path> shared(String folder) {
        return Optional.ofNullable(Repository.root().getParent())
                .map(parent -> parent.resolve("shared").resolve(folder))
                .filter(Files::isDirectory);
    }
}
