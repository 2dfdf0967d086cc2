package dev.coffer.backup.internal.retention;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.CancelledException;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import dev.coffer.backup.Progress;
import dev.coffer.backup.ProgressListener;
import dev.coffer.backup.Proof;
import dev.coffer.backup.PruneReport;
import dev.coffer.backup.internal.progress.Steps;
import dev.coffer.backup.internal.store.BackupCopy;
import dev.coffer.backup.internal.store.BackupFiles;
import dev.coffer.backup.internal.store.BackupRemoval;
import dev.coffer.backup.internal.store.Manifest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One look at a folder of backups: what is there, what stays, and the removal of the rest. */
public final class Pruning {
    private static final Logger LOG = LoggerFactory.getLogger(Pruning.class);

    private final Path root;
    private final boolean preview;
    private final ProgressListener listener;

    private Pruning(Path root, boolean preview, ProgressListener listener) {
        this.root = root;
        this.preview = preview;
        this.listener = listener;
    }

    public static PruneReport preview(Path root, Rules rules, Instant now) {
        return new Pruning(root, true, ProgressListener.NONE).run(rules, now);
    }

    public static PruneReport prune(Path root, Rules rules, Instant now, ProgressListener listener) {
        return new Pruning(root, false, listener).run(rules, now);
    }

    private PruneReport run(Rules rules, Instant now) {
        List<BackupFiles> backups = BackupFiles.list(root);
        Map<String, String> holds = Holds.all(root);
        Map<String, Proof> proofs = Proofs.all(root);
        Map<String, List<Candidate>> databases = backups.stream()
                .map(files -> candidate(files, holds, proofs))
                .collect(Collectors.groupingBy(Candidate::database, LinkedHashMap::new, Collectors.toList()));

        Map<Candidate, Choice> choices = new LinkedHashMap<>();
        for (List<Candidate> ofOne : databases.values()) {
            Choice choice = Choice.of(ofOne, rules, archived(rules, ofOne.get(0).database()), now);
            ofOne.forEach(backup -> choices.put(backup, choice));
        }
        List<PruneReport.Decision> decisions = carryOut(choices, rules.archive());
        Others others = Others.in(root, backups);
        List<PruneReport.Leftover> leftovers = new ArrayList<>();
        others.leftovers().forEach((folder, what) -> leftovers.add(clear(folder, what)));
        return new PruneReport(preview, decisions, leftovers, others.names());
    }

    private static Candidate candidate(BackupFiles files, Map<String, String> holds, Map<String, Proof> proofs) {
        String id = files.manifest().id();
        return new Candidate(files, holds.get(id), proofs.containsKey(id), damage(files));
    }

    private static @Nullable String damage(BackupFiles files) {
        try {
            files.requireFiles();
            return null;
        } catch (BackupException e) {
            LOG.debug("prune.damaged folder={} code={}", files.directory(), e.code());
            return e.problem().what() + " (" + e.problem().where() + ")";
        }
    }

    private static Set<String> archived(Rules rules, String database) {
        if (rules.archive() == null || !Files.isDirectory(rules.archive())) {
            return Set.of();
        }
        return BackupFiles.list(rules.archive()).stream()
                .map(BackupFiles::manifest)
                .filter(manifest -> manifest.server().databaseId().equals(database))
                .map(manifest -> Choice.quarter(manifest.snapshotTime()))
                .collect(Collectors.toSet());
    }

    private List<PruneReport.Decision> carryOut(Map<Candidate, Choice> choices, @Nullable Path archive) {
        long leaving = choices.entrySet().stream()
                .filter(chosen -> chosen.getValue().reason(chosen.getKey()) == null)
                .mapToLong(chosen -> bytes(chosen.getKey().files()))
                .sum();
        Steps steps = new Steps(listener, -1, leaving);
        List<PruneReport.Decision> decisions = new ArrayList<>();
        choices.forEach((backup, choice) -> {
            boolean leaves = choice.reason(backup) == null;
            if (leaves && !preview) {
                steps.phase(Progress.Phase.REMOVE);
                requireNotInterrupted();
            }
            decisions.add(decide(backup, choice, archive));
            steps.done(leaves ? bytes(backup.files()) : 0);
        });
        if (!preview) {
            steps.phase(Progress.Phase.REMOVE);
        }
        return decisions;
    }

    private static void requireNotInterrupted() {
        if (Thread.currentThread().isInterrupted()) {
            throw Problem.of(ErrorCode.INTERRUPTED, "the thread was interrupted while backups were pruned")
                    .hint("run it again; every backup that is left is whole")
                    .exception();
        }
    }

    private static long bytes(BackupFiles backup) {
        return backup.manifest().files().stream()
                .mapToLong(Manifest.File::bytes)
                .sum();
    }

    private PruneReport.Decision decide(Candidate backup, Choice choice, @Nullable Path archive) {
        String reason = choice.reason(backup);
        if (reason != null) {
            return decision(backup, true, reason, null);
        }
        String move = choice.move(backup);
        if (archive != null && move != null) {
            String moving = move + ", which goes to " + archive;
            String failed = preview ? null : attempt(backup.files().directory(), () -> move(backup.files(), archive));
            return decision(backup, false, moving, failed);
        }
        String failure = preview
                ? null
                : attempt(backup.files().directory(), () -> {
                    BackupRemoval.remove(backup.files());
                    Proofs.delete(root, backup.files().manifest().id());
                });
        return decision(backup, false, "no rule keeps it", failure);
    }

    /** The copy is verified before the backup goes; a move that is broken off leaves one of the two whole. */
    private void move(BackupFiles backup, Path archive) {
        Proof proof = Proofs.all(root).get(backup.manifest().id());
        BackupFiles copy = BackupFiles.open(BackupCopy.told(backup, archive, listener));
        if (proof != null) {
            Proofs.write(copy, proof);
        }
        BackupRemoval.remove(backup);
        Proofs.delete(root, backup.manifest().id());
    }

    private PruneReport.Leftover clear(Path folder, String what) {
        return new PruneReport.Leftover(
                folder, what, preview ? null : attempt(folder, () -> BackupRemoval.finishRemoval(folder)));
    }

    private static @Nullable String attempt(Path folder, Runnable removal) {
        try {
            removal.run();
            LOG.info("prune.removed folder={}", folder);
            return null;
        } catch (CancelledException e) {
            throw e;
        } catch (BackupException e) {
            LOG.warn("prune.failed folder={}", folder, e);
            return e.problem().toString();
        }
    }

    private static PruneReport.Decision decision(
            Candidate backup, boolean kept, String reason, @Nullable String failure) {
        Manifest manifest = backup.files().manifest();
        return new PruneReport.Decision(
                backup.files().directory(),
                manifest.server().database(),
                manifest.snapshotTime(),
                bytes(backup.files()),
                kept,
                reason,
                failure);
    }
}
