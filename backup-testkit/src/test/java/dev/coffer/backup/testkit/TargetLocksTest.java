package dev.coffer.backup.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.coffer.backup.PostgresDatabase;
import dev.coffer.testsupport.TestDatabase;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

/** Classes of a parallel run: on one target one after another, on different targets side by side. The cases run only from here. */
@Execution(ExecutionMode.SAME_THREAD)
class TargetLocksTest {
    private static final TestDatabase ONE = Schema.create();
    private static final TestDatabase OTHER = Schema.create();
    private static final int CLASSES = 2;
    private static final AtomicInteger INSIDE = new AtomicInteger();
    private static final AtomicInteger MOST = new AtomicInteger();
    private static CountDownLatch all = new CountDownLatch(CLASSES);
    private static long patienceMillis;

    @AfterAll
    static void drop() {
        ONE.close();
        OTHER.close();
    }

    @BeforeEach
    void begin() {
        INSIDE.set(0);
        MOST.set(0);
        all = new CountDownLatch(CLASSES);
    }

    /** Waits for the other test, and notes how many were inside at once. */
    private static void meet(PostgresDatabase database) throws InterruptedException {
        MOST.accumulateAndGet(INSIDE.incrementAndGet(), Math::max);
        all.countDown();
        all.await(patienceMillis, TimeUnit.MILLISECONDS);
        try (DatabaseState state = DatabaseState.take(database)) {
            assertThat(state.reset()).isEmpty();
        }
        INSIDE.decrementAndGet();
    }

    static final class First implements TargetResolver {
        @Override
        public PostgresDatabase resolve(ExtensionContext context) {
            return PostgresDatabase.of(ONE.uri());
        }
    }

    static final class Second implements TargetResolver {
        @Override
        public PostgresDatabase resolve(ExtensionContext context) {
            return PostgresDatabase.of(OTHER.uri());
        }
    }

    @RestoreBackup(value = "fixtures/proteins.json", target = First.class)
    static class CaseA {
        @Test
        void meets(PostgresDatabase database) throws InterruptedException {
            meet(database);
        }
    }

    @RestoreBackup(value = "fixtures/empty.json", target = First.class)
    static class CaseB {
        @Test
        void meets(PostgresDatabase database) throws InterruptedException {
            meet(database);
        }
    }

    @RestoreBackup(value = "fixtures/proteins.json", target = Second.class)
    static class CaseC {
        @Test
        void meets(PostgresDatabase database) throws InterruptedException {
            meet(database);
        }
    }

    static class Holder {
        @RestoreTarget
        static final PostgresDatabase SHARED = PostgresDatabase.of(ONE.uri());
    }

    static class CaseD extends Holder {
        @Test
        @RestoreBackup("fixtures/proteins.json")
        void meets() throws InterruptedException {
            meet(SHARED);
        }
    }

    @RestoreBackup("fixtures/empty.json")
    static class CaseE extends Holder {
        @Test
        void meets() throws InterruptedException {
            meet(SHARED);
        }
    }

    @RestoreBackup(value = "fixtures/proteins.json", target = First.class, mode = Mode.CLONE)
    static class CaseF {
        @Test
        void meets(PostgresDatabase database) throws InterruptedException {
            meet(database);
        }
    }

    @RestoreBackup(value = "fixtures/proteins.json", target = First.class, mode = Mode.CLONE)
    static class CaseG {
        @Test
        void meets(PostgresDatabase database) throws InterruptedException {
            meet(database);
        }
    }

    private static void runSideBySide(long patience, Class<?>... cases) {
        patienceMillis = patience;
        EngineTestKit.Builder run = EngineTestKit.engine("junit-jupiter")
                .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
                .configurationParameter("junit.jupiter.execution.parallel.mode.default", "concurrent")
                .configurationParameter("junit.jupiter.execution.parallel.mode.classes.default", "concurrent")
                .configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
                .configurationParameter("junit.jupiter.execution.parallel.config.fixed.parallelism", "4");
        for (Class<?> one : cases) {
            run.selectors(selectClass(one));
        }
        Events tests = run.execute().testEvents();
        tests.assertStatistics(counts -> counts.started(CLASSES).succeeded(CLASSES));
    }

    @Test
    void classesOfOneResolverRunOneAfterAnother() {
        runSideBySide(300, CaseA.class, CaseB.class);
        assertThat(MOST).hasValue(1);
    }

    @Test
    void aMethodAndAClassOfOneFieldRunOneAfterAnother() {
        runSideBySide(300, CaseD.class, CaseE.class);
        assertThat(MOST).hasValue(1);
    }

    @Test
    void classesOfDifferentTargetsRunSideBySide() {
        runSideBySide(60_000, CaseA.class, CaseC.class);
        assertThat(MOST).hasValue(CLASSES);
    }

    @Test
    void clonesRunSideBySide() {
        runSideBySide(60_000, CaseF.class, CaseG.class);
        assertThat(MOST).hasValue(CLASSES);
    }
}
