package dev.coffer.backup.pgdump;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import dev.coffer.backup.pgdump.archive.TableOfContents;
import dev.coffer.backup.pgdump.archive.TocEntry;
import dev.coffer.backup.pgdump.tools.ClientTools;
import dev.coffer.backup.pgdump.tools.Tool;
import dev.coffer.backup.pgdump.tools.ToolCall;
import dev.coffer.backup.pgdump.tools.ToolFinder;
import dev.coffer.backup.pgdump.tools.ToolRun;
import dev.coffer.backup.spi.Contents;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A dump in custom format that lies alone, whoever made it. */
final class LooseDump {
    private static final int BEGINNING = 5;
    private static final Pattern ENCODING = Pattern.compile("SET client_encoding = '([A-Za-z0-9_]{1,40})'");

    private LooseDump() {}

    static Optional<Contents> describe(Path file, RestoreOptions options) throws IOException {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(file)) {
            if (!TableOfContents.is(in.readNBytes(BEGINNING))) {
                return Optional.empty();
            }
        }
        TableOfContents contents;
        try (InputStream in = Files.newInputStream(file)) {
            contents = TableOfContents.read(in);
        } catch (IOException e) {
            throw damaged(file, String.valueOf(e.getMessage()), e);
        }
        ClientTools tools = ToolFinder.of(options.tools()).forArchive(contents.toolMajor());
        ToolCall call = new ToolCall(Tool.PG_RESTORE, tools.restore(), List.of("--file=-"), null, options.silence());
        try (InputStream in = Files.newInputStream(file);
                ToolRun restore = ToolRun.start(call, message -> {})) {
            restore.feed(in);
            restore.drainTo(OutputStream.nullOutputStream());
            int exit = restore.awaitExit();
            if (exit != 0) {
                BackupException cause = restore.problem(exit).exception();
                throw damaged(
                        file, "cannot be read to its end: " + cause.problem().what(), cause);
            }
        }
        return Optional.of(Contents.known(encoding(contents), "the dump was read to its end by pg_restore"));
    }

    private static String encoding(TableOfContents contents) {
        for (TocEntry entry : contents.entries()) {
            Matcher encoding = ENCODING.matcher(entry.definition());
            if (entry.kind().equals("ENCODING") && encoding.find()) {
                return encoding.group(1);
            }
        }
        return "UTF8";
    }

    private static BackupException damaged(Path file, String what, @Nullable Exception cause) {
        return Problem.of(ErrorCode.MALFORMED, "the dump " + what)
                .file(String.valueOf(file.getFileName()))
                .hint("fetch it again, or use another dump")
                .exception(cause);
    }
}
