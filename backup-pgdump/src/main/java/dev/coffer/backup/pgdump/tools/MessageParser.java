package dev.coffer.backup.pgdump.tools;

import dev.coffer.backup.pgdump.tools.ToolMessage.Level;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Puts the lines of a tool's standard error together into messages. What follows an error (the statement, the server's DETAIL)
 * may hold values of rows and is read for the place of the error only.
 */
final class MessageParser {
    private static final Pattern START =
            Pattern.compile("^(?:\\S*[/\\\\])?(?:pg_dump|pg_restore|psql)(?:\\.exe)?: (.*)$");
    private static final Pattern SCRIPT =
            Pattern.compile("^(?:\\S*[/\\\\])?psql(?:\\.exe)?:<stdin>:\\d{1,18}: ((\\p{L}+): .*)$");
    private static final Pattern LEVEL = Pattern.compile("^(error|fatal|warning|detail|hint): (.*)$");
    private static final Pattern ENTRY = Pattern.compile("^from TOC entry (\\d{1,9}); \\d+ \\d+ (.*)$");
    private static final Pattern COPY_LINE = Pattern.compile("^(?:\\p{L}+: +)?COPY .{1,200}?, \\p{L}+ (\\d+)");
    private static final Pattern FROM_SERVER = Pattern.compile("^Error message from server: (.*)$");

    /** A shorter one would be found everywhere; the tools never print theirs, so this is for the unforeseen only. */
    private static final int SHORTEST_SECRET = 4;

    private final Consumer<ToolMessage> into;
    private final String secret;

    private @Nullable Level level;
    private String text = "";
    private long row;
    private @Nullable String entry;
    private int entryId;

    /**
     * @param secret a text that no message may show, or an empty one
     */
    MessageParser(String secret, Consumer<ToolMessage> into) {
        this.secret = secret;
        this.into = into;
    }

    void line(String line) {
        Matcher script = SCRIPT.matcher(line);
        if (script.matches()) {
            begin(levelOf(script.group(2)), script.group(1));
            return;
        }
        Matcher start = START.matcher(line);
        if (!start.matches()) {
            more(line);
            return;
        }
        String rest = start.group(1);
        Matcher levelled = LEVEL.matcher(rest);
        if (!levelled.matches()) {
            context(rest);
            return;
        }
        switch (levelled.group(1)) {
            case "error", "fatal" -> begin(Level.ERROR, levelled.group(2));
            case "warning" -> begin(Level.WARNING, levelled.group(2));
            // "detail" and "hint" belong to the message before them.
            default -> more(levelled.group(2));
        }
    }

    /** Hands over the last message. */
    void end() {
        if (level != null) {
            into.accept(new ToolMessage(level, masked(text), entry == null ? null : masked(entry), entryId, row));
        }
        level = null;
    }

    /** What the server says while psql runs a script; an error, in whatever language, unless it is known to be less. */
    private static Level levelOf(String severity) {
        return switch (severity) {
            case "WARNING" -> Level.WARNING;
            case "NOTICE", "INFO", "LOG", "DEBUG" -> Level.INFO;
            default -> Level.ERROR;
        };
    }

    private void context(String rest) {
        Matcher from = ENTRY.matcher(rest);
        if (from.matches()) {
            end();
            entryId = Integer.parseInt(from.group(1));
            entry = from.group(2);
        } else if (rest.startsWith("while ")) {
            end();
        } else {
            begin(Level.INFO, rest);
            end();
        }
    }

    private void begin(Level next, String rest) {
        end();
        level = next;
        row = 0;
        text = ServerText.shown(rest);
        if (next != Level.ERROR) {
            entry = null;
            entryId = 0;
        }
    }

    private void more(String line) {
        if (level == null) {
            // Not the tool's own: the dynamic linker's, or a wrapper's.
            if (!line.isBlank()) {
                begin(Level.WARNING, line);
            }
            return;
        }
        Matcher copy = COPY_LINE.matcher(line);
        Matcher server = FROM_SERVER.matcher(line);
        if (copy.find()) {
            row = Long.parseLong(copy.group(1));
        } else if (server.matches()) {
            text = text + " " + ServerText.shown(server.group(1));
        }
    }

    private String masked(String shown) {
        return secret.length() < SHORTEST_SECRET ? shown : shown.replace(secret, "***");
    }
}
