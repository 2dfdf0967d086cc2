package dev.coffer.backup.testkit.internal.target;

import static java.util.Objects.requireNonNull;

import dev.coffer.backup.fixture.internal.schema.SchemaReader;
import dev.coffer.backup.fixture.internal.schema.TargetSchema;
import dev.coffer.backup.spi.DatabaseSession;
import dev.coffer.backup.testkit.Sequences;
import dev.coffer.backup.testkit.internal.fixture.Fixture;
import java.lang.ref.SoftReference;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Schemas of targets, and what was made for them, by the fingerprint that the target itself gives: a change of the target is another
 * fingerprint, so nothing here can be out of date. Safe for use by several threads.
 */
final class KnownSchemas {
    private static final int KEPT = 64;
    private static final int LOADS_BETWEEN_SWEEPS = 20;

    private static final Map<String, KnownSchemas> KNOWN = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, KnownSchemas> eldest) {
            return size() > KEPT;
        }
    };

    private final TargetSchema schema;
    private final Map<Fixture, Map<Sequences, SoftReference<LoadScript>>> scripts = new WeakHashMap<>();

    private final AtomicInteger loads = new AtomicInteger();

    private KnownSchemas(TargetSchema schema) {
        this.schema = schema;
    }

    /**
     * What is known of a target.
     *
     * @param fingerprint what the target has just said
     */
    record Found(KnownSchemas schemas, String fingerprint) {}

    /** Asks the target for its fingerprint, and for more where that is a new one. */
    static Found of(DatabaseSession session) throws SQLException {
        String fingerprint =
                requireNonNull(session.query(SchemaReader.FINGERPRINT).get(0).get(0)[0]);
        synchronized (KNOWN) {
            KnownSchemas known = KNOWN.get(fingerprint);
            if (known != null) {
                return new Found(known, fingerprint);
            }
        }
        KnownSchemas read = new KnownSchemas(SchemaReader.read(session));
        read.goesBy(read.schema.fingerprint());
        return new Found(read, read.schema.fingerprint());
    }

    /** The same schema under another fingerprint, after a load that changed triggers and put them back. */
    void goesBy(String fingerprint) {
        synchronized (KNOWN) {
            KNOWN.put(fingerprint, this);
        }
    }

    /** The next use reads it anew. */
    void forget() {
        synchronized (KNOWN) {
            KNOWN.values().removeIf(known -> known == this);
        }
    }

    TargetSchema schema() {
        return schema;
    }

    boolean holdsNone(Fixture fixture) {
        return fixture.tables().stream()
                .allMatch(table -> table.exact() == null
                        ? schema.find(table.name()).isEmpty()
                        : schema.table(table.exact()).isEmpty());
    }

    /** Counts a load, and says whether what earlier ones deleted is to be swept up now. */
    boolean toSweepAfterThisLoad() {
        return loads.incrementAndGet() % LOADS_BETWEEN_SWEEPS == 0;
    }

    synchronized LoadScript script(Fixture fixture, Sequences mode) {
        Map<Sequences, SoftReference<LoadScript>> known =
                scripts.computeIfAbsent(fixture, same -> new EnumMap<>(Sequences.class));
        SoftReference<LoadScript> kept = known.get(mode);
        LoadScript script = kept == null ? null : kept.get();
        if (script == null) {
            script = LoadScript.of(fixture, schema, mode);
            known.put(mode, new SoftReference<>(script));
        }
        return script;
    }
}
