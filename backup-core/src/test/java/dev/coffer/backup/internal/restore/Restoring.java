package dev.coffer.backup.internal.restore;

import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.Existing;
import dev.coffer.backup.Progress;
import dev.coffer.backup.ProgressListener;
import dev.coffer.backup.RestoreReport;
import dev.coffer.backup.Scope;
import dev.coffer.backup.TableSelection;
import dev.coffer.backup.internal.connect.ConnectionSource;
import dev.coffer.testsupport.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A restore of something made by hand, with everything else as a plan has it by default. */
final class Restoring {
    private final HandMade from;
    private final ConnectionSource target;
    final List<Progress> progress = new ArrayList<>();
    private Scope scope = Scope.EVERYTHING;
    private @Nullable String newDatabase;
    private TableSelection selection = TableSelection.all();
    private Existing existing = Existing.REFUSE;
    private boolean allowPartial;
    private boolean strict;
    private RestoreWishes wishes = RestoreWishes.NONE;
    private int jobs = 1;
    private ProgressListener listener = progress::add;

    Restoring(HandMade from, ConnectionSource target) {
        this.from = from;
        this.target = target;
    }

    static Restoring of(HandMade from, TestDatabase into) {
        return new Restoring(from, ConnectionSource.ofUrl(into.uri()));
    }

    Restoring scope(Scope chosen) {
        scope = chosen;
        return this;
    }

    Restoring tables(TableSelection chosen) {
        selection = chosen;
        return this;
    }

    Restoring existing(Existing chosen) {
        existing = chosen;
        return this;
    }

    Restoring newDatabase(String name) {
        newDatabase = name;
        return this;
    }

    Restoring untrusted() {
        wishes = wishes.with(RestoreWishes.Wish.UNTRUSTED);
        scope = Scope.DATA_ONLY;
        return this;
    }

    Restoring strict() {
        strict = true;
        return this;
    }

    Restoring jobs(int number) {
        jobs = number;
        return this;
    }

    Restoring listener(ProgressListener other) {
        listener = other;
        return this;
    }

    RestoreReport run() {
        RestoreSource source = RestoreSource.narrowed(from.source(), selection, scope);
        return RestoreRun.run(
                new RestoreSettings(
                        null,
                        null,
                        null,
                        List.of(source.strategy()),
                        target,
                        newDatabase,
                        scope,
                        selection,
                        existing,
                        allowPartial,
                        strict,
                        jobs,
                        wishes,
                        listener),
                source);
    }

    BackupException fail() {
        return assertThrows(BackupException.class, this::run);
    }
}
