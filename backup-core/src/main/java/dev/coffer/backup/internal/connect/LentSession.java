package dev.coffer.backup.internal.connect;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.spi.DatabaseSession;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A session as tools beside the library see it. */
public record LentSession(Session session) implements DatabaseSession {
    @Override
    public int serverVersion() {
        return session.serverVersion();
    }

    @Override
    public void execute(String sql) throws SQLException {
        session.execute(sql);
    }

    @Override
    public void executeUninterruptibly(String sql) throws SQLException {
        session.executeUninterruptibly(sql);
    }

    @Override
    public List<List<@Nullable String[]>> query(String sql) throws SQLException {
        return session.query(sql);
    }

    @Override
    public BackupException translate(SQLException e, String doing) {
        return SqlErrors.translate(e, doing);
    }

    @Override
    public SQLException sanitized(SQLException e) {
        return SqlErrors.sanitized(e);
    }

    @Override
    public void close() {
        session.close();
    }
}
