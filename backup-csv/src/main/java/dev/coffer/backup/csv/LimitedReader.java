package dev.coffer.backup.csv;

import dev.coffer.backup.BackupException;
import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;
import java.util.function.Supplier;

/** Stops a record, such as one whose quote is never closed, from filling the memory. */
final class LimitedReader extends FilterReader {
    private final long limit;
    private final Supplier<BackupException> exceeded;
    private long sinceRecord;

    LimitedReader(Reader in, long limit, Supplier<BackupException> exceeded) {
        super(in);
        this.limit = limit;
        this.exceeded = exceeded;
    }

    /** The parser reads ahead, so a record may be longer than the limit by what fits into its buffer. */
    void beginRecord() {
        sinceRecord = 0;
    }

    @Override
    public int read() throws IOException {
        int found = super.read();
        count(found < 0 ? 0 : 1);
        return found;
    }

    @Override
    public int read(char[] buffer, int offset, int length) throws IOException {
        int got = super.read(buffer, offset, length);
        count(got);
        return got;
    }

    private void count(int more) {
        sinceRecord += Math.max(more, 0);
        if (sinceRecord > limit) {
            throw exceeded.get();
        }
    }
}
