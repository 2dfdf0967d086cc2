package dev.coffer.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The documents of this checkout. */
final class Markdown {
    private static final Pattern FENCE = Pattern.compile("(?ms)^```(\\w+)\\R(.*?)^```$");

    private Markdown() {}

    /** The document at this path below the checkout. */
    static String read(String path) {
        try {
            return Files.readString(root().resolve(path)).replace("\r\n", "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** README and every guide and reference, by their paths below the checkout. */
    static List<String> documents() {
        List<String> documents = new ArrayList<>(List.of("README.md"));
        try {
            Files.walkFileTree(root().resolve("docs"), new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                    // Other tests write backups there meanwhile.
                    return folder.endsWith("docs/examples") ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (file.toString().endsWith(".md")) {
                        documents.add(root().relativize(file).toString().replace('\\', '/'));
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return documents.stream().sorted().toList();
    }

    /** The samples that the documents show parts of; the one of S3 lies where its server is. */
    static List<String> samples() {
        try (Stream<Path> sources = Files.walk(root().resolve("docs/examples/src"))) {
            return Stream.concat(sources, Stream.of(root().resolve("e2e/src/test/java/dev/coffer/e2e/S3Test.java")))
                    .filter(file -> file.toString().endsWith(".java"))
                    .map(file -> read(root().relativize(file).toString()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The blocks of code in this language. */
    static List<String> blocks(String document, String language) {
        List<String> blocks = new ArrayList<>();
        Matcher fence = FENCE.matcher(document);
        while (fence.find()) {
            if (fence.group(1).equals(language)) {
                blocks.add(fence.group(2));
            }
        }
        return blocks;
    }

    static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null && !Files.isRegularFile(folder.resolve("mvnw"))) {
            folder = folder.getParent();
        }
        if (folder == null) {
            throw new IllegalStateException("tests run inside a checkout");
        }
        return folder;
    }
}
