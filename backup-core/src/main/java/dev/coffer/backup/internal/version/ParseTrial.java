package dev.coffer.backup.internal.version;

import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import dev.coffer.backup.internal.connect.Pins;
import dev.coffer.backup.internal.connect.Session;
import dev.coffer.backup.internal.connect.SqlErrors;
import dev.coffer.backup.internal.message.Few;
import dev.coffer.backup.internal.schema.SchemaEntry;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets an older server read what a newer one has printed, and run none of it: as the body of a block that returns at once. What it
 * cannot read is known before the first statement.
 */
final class ParseTrial {
    private static final Logger LOG = LoggerFactory.getLogger(ParseTrial.class);
    private static final String SYNTAX_ERROR = "42601";
    private static final int TOGETHER = 200;
    /** No plpgsql, or not for this role: then the restore itself will tell, and roll back. */
    private static final Set<String> NOT_POSSIBLE = Set.of("42704", "42501", "0A000", "25006");

    private final Session session;
    private final List<SchemaEntry> unread = new ArrayList<>();

    private ParseTrial(Session session) {
        this.session = session;
    }

    /** Refuses entries that the target cannot read. */
    static void check(Session session, List<SchemaEntry> entries, AcrossVersions versions) {
        ParseTrial trial = new ParseTrial(session);
        try {
            for (int from = 0; from < entries.size(); from += TOGETHER) {
                trial.read(entries.subList(from, Math.min(entries.size(), from + TOGETHER)));
            }
        } catch (SQLException e) {
            if (!NOT_POSSIBLE.contains(String.valueOf(e.getSQLState()))) {
                throw SqlErrors.translate(e, "letting the target read the schema");
            }
            LOG.debug("parse-trial.impossible sqlstate={}", e.getSQLState());
            return;
        }
        if (!trial.unread.isEmpty()) {
            throw Problem.of(
                            ErrorCode.UNSUPPORTED_SERVER,
                            "the target is PostgreSQL " + versions.name()
                                    + ", which cannot read what the backup holds: "
                                    + Few.names(trial.unread.stream()
                                            .map(SchemaEntry::id)
                                            .toList()))
                    .hint("restore into PostgreSQL " + versions.majorFrom()
                            + " or newer, or choose tables without these")
                    .exception();
        }
    }

    private void read(List<SchemaEntry> entries) throws SQLException {
        try {
            session.execute(Pins.BEGIN_BACKUP + ";\n" + Pins.forBackup(session.serverVersion(), Duration.ZERO)
                    + ";\nSET LOCAL check_function_bodies = on");
            try {
                session.execute(block(entries));
            } finally {
                session.execute("ROLLBACK");
            }
        } catch (SQLException e) {
            if (!SYNTAX_ERROR.equals(e.getSQLState())) {
                throw e;
            }
            if (entries.size() == 1) {
                unread.add(entries.get(0));
            } else {
                int half = entries.size() / 2;
                read(entries.subList(0, half));
                read(entries.subList(half, entries.size()));
            }
        }
    }

    private static String block(List<SchemaEntry> entries) {
        StringBuilder body = new StringBuilder("BEGIN\nRETURN;\n");
        for (SchemaEntry entry : entries) {
            entry.statements().forEach(statement -> body.append(statement).append(";\n"));
        }
        body.append("END");
        StringBuilder quote = new StringBuilder("coffer");
        while (body.indexOf("$" + quote + "$") >= 0) {
            quote.append('_');
        }
        return "DO LANGUAGE plpgsql $" + quote + "$" + body + "$" + quote + "$";
    }
}
