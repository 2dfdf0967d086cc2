package dev.coffer.backup.internal.version;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.testsupport.NamesItsServers;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each feature that a later version brought, restored into the version before it and into its first one. */
@NamesItsServers
class VersionsTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(ints = {15, 16, 17, 18})
    void everyFeatureStopsBeforeTheVersionThatHasItAndArrivesThere(int since) {
        try (TestDatabase before = TestServer.version(since - 1).createDatabase()) {
            for (List<Feature> features : FeatureSamples.since(since)) {
                try (TestDatabase source = TestServer.version(18).createDatabase();
                        TestDatabase first = TestServer.version(since).createDatabase()) {
                    List<String> expected = new ArrayList<>();
                    for (Feature feature : features) {
                        String schema = "f" + (expected.size() + 1);
                        FeatureSamples sample = FeatureSamples.of(feature);
                        source.execute(sample.statements(schema));
                        expected.add(sample.object(schema) + " (" + feature.name() + ", since " + since + ")");
                    }
                    Path backup = IntoOther.backup(source, folder);

                    assertThat(IntoOther.refused(backup, before, since))
                            .containsExactlyInAnyOrderElementsOf(IntoOther.named(String.join(", ", expected)));
                    assertThat(IntoOther.plan(backup, first)
                                    .run()
                                    .requireComplete()
                                    .skips())
                            .isEmpty();
                    assertThat(IntoOther.objects(first)).isEqualTo(IntoOther.objects(source));
                }
            }
        }
    }
}
