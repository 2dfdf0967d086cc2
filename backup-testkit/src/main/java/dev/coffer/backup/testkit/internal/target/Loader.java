package dev.coffer.backup.testkit.internal.target;

import static java.util.Objects.requireNonNull;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import dev.coffer.backup.TableName;
import dev.coffer.backup.fixture.internal.schema.Reference;
import dev.coffer.backup.fixture.internal.schema.SchemaReader;
import dev.coffer.backup.fixture.internal.schema.Sql;
import dev.coffer.backup.spi.DatabaseSession;
import dev.coffer.backup.testkit.Sequences;
import dev.coffer.backup.testkit.internal.fixture.Fixture;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Empties the tables of a fixture and loads its rows: all of it in one message and one transaction. */
public final class Loader {
    private static final Logger LOG = LoggerFactory.getLogger(Loader.class);
    private static final int ATTEMPTS = 2;

    private final DatabaseSession session;
    private final Fixture fixture;
    private final Sequences mode;

    private Loader(DatabaseSession session, Fixture fixture, Sequences mode) {
        this.session = session;
        this.fixture = fixture;
        this.mode = mode;
    }

    /**
     * Loads a fixture; a failure leaves the target as it was.
     *
     * @throws BackupException that names file, line, table and column where the fixture is wrong
     */
    public static void load(DatabaseSession session, Fixture fixture, Sequences mode) {
        new Loader(session, fixture, mode).load();
    }

    /**
     * The same, unless the target holds none of the fixture's tables: then nothing is done.
     *
     * @return whether it was loaded
     */
    public static boolean loadIfThere(DatabaseSession session, Fixture fixture, Sequences mode) {
        Loader loader = new Loader(session, fixture, mode);
        KnownSchemas.Found found = loader.found();
        if (found.schemas().holdsNone(fixture)) {
            return false;
        }
        if (!loader.attempt(found, false)) {
            loader.load();
        }
        return true;
    }

    /** Whether the target holds none of the fixture's tables. */
    public static boolean holdsNone(DatabaseSession session, Fixture fixture) {
        return new Loader(session, fixture, Sequences.AS_SAVED)
                .found()
                .schemas()
                .holdsNone(fixture);
    }

    private void load() {
        for (int attempt = 1; attempt < ATTEMPTS; attempt++) {
            if (attempt(found(), false)) {
                return;
            }
        }
        attempt(found(), true);
    }

    /** Returns whether it is done; if not, the schema has changed while it was at work. */
    private boolean attempt(KnownSchemas.Found found, boolean last) {
        KnownSchemas known = found.schemas();
        LoadScript script = known.script(fixture, mode);
        List<String> putBack = before(script);
        try {
            String text = script.text(found.fingerprint())
                    + (script.changesFingerprint() ? ";\n" + SchemaReader.FINGERPRINT : "");
            List<List<@Nullable String[]>> results = session.query(text);
            if (script.changesFingerprint()) {
                known.goesBy(requireNonNull(results.get(results.size() - 1).get(0)[0]));
            }
            if (known.toSweepAfterThisLoad() && !script.order().tables().isEmpty()) {
                sweep(script);
            }
            return true;
        } catch (SQLException e) {
            known.forget();
            Optional<BackupException> reason;
            try {
                reason = !last && hasChanged(found) ? Optional.empty() : diagnose(script, e);
            } finally {
                putBack(putBack);
            }
            if (reason.isPresent()) {
                throw reason.get();
            }
            if (last) {
                throw session.translate(e, "loading " + fixture.name());
            }
            return false;
        }
    }

    /** The load is done and stays so whatever becomes of this. */
    private void sweep(LoadScript script) {
        try {
            session.execute(script.sweep());
        } catch (SQLException e) {
            LOG.info("testkit.sweep-refused sqlstate={}", e.getSQLState());
        }
    }

    private KnownSchemas.Found found() {
        try {
            return KnownSchemas.of(session);
        } catch (SQLException e) {
            throw session.translate(e, "looking at the target");
        }
    }

    /** Refuses rows that would lose their parents, and says how to put sequences back should the load fail. */
    private List<String> before(LoadScript script) {
        List<Reference> outside = script.fromOutside();
        List<TableName> sequences = script.movesSequencesEarly() ? List.copyOf(script.moved()) : List.of();
        List<String> queries = new ArrayList<>();
        for (Reference reference : outside) {
            queries.add("SELECT EXISTS (SELECT FROM " + Sql.quote(reference.from()) + ")");
        }
        if (!sequences.isEmpty()) {
            queries.add(SequenceMoves.where(sequences));
        }
        if (queries.isEmpty()) {
            return List.of();
        }
        try {
            List<List<@Nullable String[]>> results = session.query(String.join(";\n", queries));
            for (int i = 0; i < outside.size(); i++) {
                requireEmpty(outside.get(i), "t".equals(results.get(i).get(0)[0]));
            }
            List<String> putBack = new ArrayList<>();
            for (int i = 0; i < sequences.size(); i++) {
                @Nullable String[] row = results.get(outside.size() + i).get(0);
                putBack.add(SequenceMoves.putBack(sequences.get(i), requireNonNull(row[0]), "t".equals(row[1])));
            }
            return putBack;
        } catch (SQLException e) {
            throw session.translate(e, "looking at the target");
        }
    }

    private void requireEmpty(Reference reference, boolean holdsRows) {
        if (holdsRows) {
            throw Problem.of(
                            ErrorCode.TARGET_NOT_EMPTY,
                            "a table outside the fixture holds rows and refers to " + reference.to()
                                    + ", which is to be emptied")
                    .table(reference.from())
                    .file(fixture.name())
                    .hint("let the fixture empty it too, with \""
                            + reference.from().name() + "\": [] or a CSV file that has nothing but its header")
                    .exception();
        }
    }

    /** Whether another attempt may fare better; a connection that cannot say is left to the diagnosis. */
    private boolean hasChanged(KnownSchemas.Found found) {
        try {
            session.executeUninterruptibly("ROLLBACK");
            return !found.fingerprint().equals(KnownSchemas.of(session).fingerprint());
        } catch (SQLException e) {
            LOG.debug("testkit.fingerprint-refused sqlstate={}", e.getSQLState());
            return false;
        }
    }

    private Optional<BackupException> diagnose(LoadScript script, SQLException e) {
        String state = Objects.requireNonNullElse(e.getSQLState(), "");
        try {
            session.executeUninterruptibly("ROLLBACK");
            if (state.startsWith("08") || state.startsWith("57") || state.equals("55P03")) {
                return Optional.of(session.translate(e, "loading " + fixture.name()));
            }
            try {
                return new Diagnosis(session, script).reason();
            } finally {
                session.executeUninterruptibly("ROLLBACK");
            }
        } catch (SQLException again) {
            BackupException failure = session.translate(e, "loading " + fixture.name());
            failure.addSuppressed(session.sanitized(again));
            return Optional.of(failure);
        }
    }

    private void putBack(List<String> sequences) {
        if (sequences.isEmpty()) {
            return;
        }
        try {
            session.executeUninterruptibly(String.join(";\n", sequences));
        } catch (SQLException e) {
            throw session.translate(e, "putting back the sequences that a failed load had moved");
        }
    }
}
