package dev.coffer.backup.pgdump.tools;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * What a tool said on its standard error, free of secrets and values of rows.
 *
 * @param level how bad it is
 * @param text what it said
 * @param entry the entry of the archive that it was about, as pg_restore lists it ({@code TABLE public.film}), or null
 * @param entryId the number of that entry, or 0
 * @param row the row of a COPY that it was about, counted from 1, or 0
 */
public record ToolMessage(
        Level level, String text, @Nullable String entry, int entryId, long row) {
    /** The tools' own levels. */
    public enum Level {
        /** It says what it is doing. */
        INFO,
        /** It goes on. */
        WARNING,
        /** It gives up, or leaves something out. */
        ERROR
    }

    public ToolMessage {
        requireNonNull(level, "level");
        requireNonNull(text, "text");
    }
}
