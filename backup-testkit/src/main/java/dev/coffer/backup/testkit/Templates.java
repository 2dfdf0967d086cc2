package dev.coffer.backup.testkit;

import dev.coffer.backup.testkit.internal.fixture.Fixture;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The templates of a run of JUnit, each made once and dropped when JUnit ends. */
final class Templates implements AutoCloseable {
    private final Map<Key, Known> templates = new ConcurrentHashMap<>();

    private record Key(String target, List<String> fixtures, Sequences sequences) {}

    private record Known(DatabaseTemplate template, boolean passing) {}

    /** Those of this run of JUnit. */
    static Templates of(ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.create(Templates.class))
                .getOrComputeIfAbsent(Templates.class, same -> new Templates(), Templates.class);
    }

    /** A new database that holds the fixtures. */
    DatabaseTemplate.Clone cloneOf(Targets.Target target, List<Fixture> fixtures, Sequences sequences) {
        Key key = new Key(
                target.database().toString(),
                fixtures.stream().map(Fixture::name).toList(),
                sequences);
        return templates
                .computeIfAbsent(
                        key,
                        same -> new Known(
                                DatabaseTemplate.make(target.database(), fixtures, sequences), target.passing()))
                .template
                .newClone();
    }

    @Override
    public void close() {
        // A container is gone by now, or goes with the JVM.
        templates.values().stream().filter(known -> !known.passing).forEach(known -> known.template.close());
    }
}
