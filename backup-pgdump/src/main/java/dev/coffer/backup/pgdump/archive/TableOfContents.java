package dev.coffer.backup.pgdump.archive;

import static java.util.Objects.requireNonNull;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The table of contents of a dump in custom or directory format, read from its first bytes. pg_restore's own listing cannot be
 * taken apart safely, since names may hold spaces.
 *
 * @param toolMajor the oldest pg_dump that writes this version of the format, and pg_restore that reads it
 * @param serverVersion of the server that was dumped, as it says it
 * @param entries in the order of the dump
 */
public record TableOfContents(int toolMajor, String serverVersion, List<TocEntry> entries) {
    private static final byte[] MAGIC = "PGDMP".getBytes(StandardCharsets.US_ASCII);
    private static final int CUSTOM = 1;
    /** What the toc.dat of the directory format says, since the tar format holds the same file. */
    private static final int DIRECTORY = 3;

    /** Versions of the format, as major * 100 + minor: of PostgreSQL 12, 16 and 17. */
    private static final int ACCESS_METHODS = 114;

    private static final int ALGORITHMS = 115;
    private static final int RELATION_KINDS = 116;

    public TableOfContents {
        requireNonNull(serverVersion, "serverVersion");
        entries = List.copyOf(entries);
    }

    /** Whether a file that begins so is a dump in custom format, or the {@code toc.dat} of the directory format. */
    public static boolean is(byte[] beginning) {
        return beginning.length >= MAGIC.length && Arrays.equals(MAGIC, Arrays.copyOf(beginning, MAGIC.length));
    }

    /**
     * Reads it.
     *
     * @throws IOException when this is no such dump, or it is damaged; the message holds no more than a verb phrase
     */
    public static TableOfContents read(InputStream in) throws IOException {
        ArchiveInput input = new ArchiveInput(new BufferedInputStream(in));
        if (!is(input.octets(MAGIC.length))) {
            throw new IOException("does not begin as a dump of pg_dump's custom or directory format does");
        }
        int version = input.octet() * 100 + input.octet();
        input.octet(); // the revision, which changes nothing
        if (version < ACCESS_METHODS || version > RELATION_KINDS) {
            throw new IOException(
                    "has version " + version / 100 + "." + version % 100 + " of the format, which is not known");
        }
        input.integerBytes(input.octet());
        int offsetBytes = input.octet();
        int format = input.octet();
        if (format != CUSTOM && format != DIRECTORY) {
            throw new IOException("is neither in custom nor in directory format");
        }
        if (version >= ALGORITHMS) {
            input.octet();
        } else {
            input.integer();
        }
        for (int i = 0; i < 7; i++) {
            input.integer(); // when it was made: second, minute, hour, day, month, year, summer time
        }
        input.text(); // the database
        String server = input.textOrEmpty();
        input.text(); // pg_dump's version
        int count = input.integer();
        List<TocEntry> entries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            entries.add(entry(input, version));
            if (format == CUSTOM) {
                input.octets(1 + offsetBytes); // where its data lie, which a stream does not know
            } else {
                input.text(); // the file of its data
            }
        }
        return new TableOfContents(version == RELATION_KINDS ? 17 : version == ALGORITHMS ? 16 : 12, server, entries);
    }

    private static TocEntry entry(ArchiveInput input, int version) throws IOException {
        int id = input.integer();
        boolean hasData = input.integer() != 0;
        input.text(); // catalogue
        input.text(); // and oid there
        String tag = input.textOrEmpty();
        String kind = input.textOrEmpty();
        int section = input.integer();
        String definition = input.textOrEmpty();
        input.text(); // how to drop it
        input.text(); // COPY
        String schema = input.textOrEmpty();
        input.text(); // tablespace
        input.text(); // access method
        if (version >= RELATION_KINDS) {
            input.integer();
        }
        input.text(); // owner
        input.text(); // whether it has OIDs
        Set<Integer> dependsOn = new HashSet<>();
        for (String text = input.text(); text != null; text = input.text()) {
            try {
                dependsOn.add(Integer.valueOf(text));
            } catch (NumberFormatException e) {
                throw new IOException("holds a dependency that is no number in its table of contents", e);
            }
        }
        return new TocEntry(id, section, kind, schema, tag, definition, hasData, dependsOn);
    }
}
