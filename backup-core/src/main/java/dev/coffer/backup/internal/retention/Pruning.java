package dev.coffer.backup.internal.retention;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.Proof;
import dev.coffer.backup.PruneReport;
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

    private Pruning(Path root, boolean preview) {
        this.root = root;
        this.preview = preview;
    }

    public static PruneReport preview(Path root, Rules rules, Instant now) {
        return new Pruning(root, true).run(rules, now);
    }

    public static PruneReport prune(Path root, Rules rules, Instant now) {
        return new Pruning(root, false).run(rules, now);
    }

    private PruneReport run(Rules rules, Instant now) {
        List<BackupFiles> backups = BackupFiles.list(root);
        Map<String, String> holds = Holds.all(root);
        Map<String, Proof> proofs = Proofs.all(root);
        Map<String, List<Candidate>> databases = backups.stream()
                .map(files -> candidate(files, holds, proofs))
                .collect(Collectors.groupingBy(Candidate::database, LinkedHashMap::new, Collectors.toList()));

        List<PruneReport.Decision> decisions = new ArrayList<>();
        for (List<Candidate> ofOne : databases.values()) {
            Choice choice = Choice.of(ofOne, rules, archived(rules, ofOne.get(0).database()), now);
            for (Candidate backup : ofOne) {
                decisions.add(decide(backup, choice, rules.archive()));
            }
        }
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
        BackupFiles copy = BackupFiles.open(BackupCopy.of(backup, archive));
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
                manifest.files().stream().mapToLong(Manifest.File::bytes).sum(),
                kept,
                reason,
                failure);
    }
}
