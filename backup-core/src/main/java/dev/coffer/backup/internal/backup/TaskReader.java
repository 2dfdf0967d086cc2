package dev.coffer.backup.internal.backup;

import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import dev.coffer.backup.internal.catalogue.LiveTable;
import dev.coffer.backup.internal.connect.Session;
import dev.coffer.backup.internal.rows.CompositeLine;
import dev.coffer.backup.internal.rows.CopyLine;
import dev.coffer.backup.internal.rows.CopyTextBuffer;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the rows of one task and hands them on. Used once, by one thread. */
final class TaskReader {
    private static final long WORTH_A_THREAD = 1 << 20;

    private final ReadTask task;
    private final List<TableCount> counts;
    private final List<OpenExport> exports;
    private int current = -1;
    private @Nullable PartSink sink;
    private long delivered;

    /**
     * Prepares for a task.
     *
     * @param counts of all tables, by their index
     */
    TaskReader(ReadTask task, List<TableCount> counts, List<OpenExport> exports) {
        this.task = task;
        this.counts = counts;
        this.exports = exports;
    }

    /** The table that was being read when something failed, or that came next. */
    ReadTask.Source current() {
        return task.sources().get(Math.max(current, 0));
    }

    /** How many rows have arrived, of all tables of the task. */
    long delivered() {
        return delivered;
    }

    /** Reads everything; the session must be in a transaction with the snapshot. */
    void read(Session session) throws SQLException, IOException {
        Session.LineSink lines = task.together() ? new RecordLines() : new PlainLines();
        long received =
                worthAThread() ? ReadAhead.copy(session, task.copy(), lines) : session.copyOut(task.copy(), lines);
        sinkOf(task.sources().size() - 1).end();
        if (received != delivered) {
            throw Problem.of(
                            ErrorCode.ROW_COUNT,
                            "the server sent " + received + " rows by its own count, and " + delivered + " arrived")
                    .table(current().name())
                    .hint(
                            "run the backup again; if it stays, something between here and the server changes what is sent")
                    .exception();
        }
    }

    /** What is not known to be small. */
    private boolean worthAThread() {
        LiveTable live = task.sources().get(0).live();
        return !task.together() && (live == null || live.tableBytes() > WORTH_A_THREAD);
    }

    /** Completes the tables before this one, those without rows included, and begins it. */
    private PartSink sinkOf(int source) {
        if (source < current) {
            throw new IllegalStateException("rows of table " + source + " arrived after those of " + current);
        }
        PartSink open = sink;
        while (open == null || current < source) {
            if (open != null) {
                open.end();
            }
            current++;
            open = new PartSink(counts.get(current().data().index()), task.part(), exports);
            sink = open;
        }
        return open;
    }

    /** Each line is a row. */
    private final class PlainLines implements Session.LineSink {
        private final CopyLine row =
                new CopyLine(task.sources().get(0).data().columns().size());
        private final PartSink into = sinkOf(0);

        @Override
        public void line(byte[] buffer, int offset, int length) {
            row.decode(buffer, offset, length);
            into.row(row, buffer, offset, length);
            delivered++;
        }
    }

    /** Each line is the number of a table and a record of it as text. */
    private final class RecordLines implements Session.LineSink {
        private final CopyLine line = new CopyLine(2);
        private final List<CompositeLine> rows = new ArrayList<>();
        private final CopyTextBuffer text = new CopyTextBuffer();

        RecordLines() {
            for (ReadTask.Source source : task.sources()) {
                rows.add(new CompositeLine(source.data().columns().size()));
            }
        }

        @Override
        public void line(byte[] buffer, int offset, int length) {
            line.decode(buffer, offset, length);
            int source = Integer.parseInt(line.text(0));
            CompositeLine row = rows.get(source);
            row.decode(line.buffer(), line.offset(1), line.length(1));
            text.clear();
            text.append(row);
            sinkOf(source).row(row, text.bytes(), 0, text.length() - 1);
            delivered++;
        }
    }
}
