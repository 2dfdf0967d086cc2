package dev.coffer.backup.internal.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.coffer.backup.Backup;
import dev.coffer.backup.CancelledException;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.PlanException;
import dev.coffer.backup.Progress;
import dev.coffer.backup.ProgressListener;
import dev.coffer.backup.Proof;
import dev.coffer.backup.PruneReport;
import dev.coffer.backup.RetentionPolicy;
import dev.coffer.backup.StorageException;
import dev.coffer.backup.internal.store.BackupFiles;
import dev.coffer.backup.internal.store.BackupWriter;
import dev.coffer.testsupport.SmallDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PruningTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final Proof DRILL = new Proof(Proof.Kind.DRILL, NOW, "18.6", 0, 0, Duration.ofMillis(1_500));

    @TempDir
    Path root;

    @Test
    void keepsTheLastOfEachDatabase() {
        List<Backup> app = daily("app", 4);
        List<Backup> other = daily("other", 1);

        PruneReport report = prune(new Rules(2, null, false));

        assertThat(left()).containsExactlyInAnyOrder(app.get(2), app.get(3), other.get(0));
        assertThat(report.backups())
                .filteredOn(decision -> decision.database().equals("app"))
                .extracting(PruneReport.Decision::kept, PruneReport.Decision::reason)
                .containsExactly(
                        tuple(false, "no rule keeps it"),
                        tuple(false, "no rule keeps it"),
                        tuple(true, "one of the last 2"),
                        tuple(true, "one of the last 2"));
    }

    @Test
    void aDatabaseIsKnownByWhatItIsAndNotByItsName() {
        Backup before = Backups.ofDatabase(root, "app", "7/1", NOW.minusSeconds(4));
        Backup renamed = Backups.ofDatabase(root, "app_2027", "7/1", NOW.minusSeconds(3));
        Backup another = Backups.ofDatabase(root, "app", "8/1", NOW.minusSeconds(2));

        assertThat(prune(new Rules(1, null, false)).removed())
                .extracting(PruneReport.Decision::directory)
                .containsExactly(before.directory());

        assertThat(left()).containsExactlyInAnyOrder(renamed, another);
    }

    @Test
    void previewRemovesNothingAndSaysTheSame() {
        daily("app", 4);

        PruneReport preview = Pruning.preview(root, new Rules(1, null, false), NOW);

        assertThat(left()).hasSize(4);
        assertThat(prune(new Rules(1, null, false)).backups()).isEqualTo(preview.backups());
        assertThat(preview.preview()).isTrue();
        assertThat(left()).hasSize(1);
    }

    @Test
    void aBackupIsRemovedOnlyWhenNoRuleKeepsIt() {
        Backup old = Backups.of(root, "app", NOW.minus(Duration.ofDays(100)));
        Backup oldOfItsQuarter = Backups.of(root, "app", Instant.parse("2026-06-30T23:59:59Z"));
        Backup young = Backups.of(root, "app", NOW.minus(Duration.ofDays(5)));
        Backup newest = Backups.of(root, "app", NOW);

        PruneReport report = prune(new Rules(1, Duration.ofDays(30), true));

        assertThat(report.backups())
                .extracting(PruneReport.Decision::directory, PruneReport.Decision::reason)
                .containsExactly(
                        tuple(oldOfItsQuarter.directory(), "the one of Q2 2026"),
                        tuple(old.directory(), "the one of Q3 2026"),
                        tuple(young.directory(), "younger than 30 days"),
                        tuple(newest.directory(), "the last one"));
        assertThat(left()).hasSize(4);
    }

    @Test
    @DisplayName("F46 what is not complete does not count, and the good ones stay")
    void f46PartialsDoNotCount() throws IOException {
        List<Backup> good = daily("app", 2);
        Backup damaged = Backups.of(root, "app", NOW.plusSeconds(1));
        Files.delete(damaged.directory().resolve("schema.json"));
        try (BackupWriter running = BackupWriter.create(root, "app", NOW.plusSeconds(2))) {
            Backups.write(running);

            PruneReport report = prune(new Rules(1, null, false));

            assertThat(left()).containsExactly(good.get(1), damaged);
            assertThat(report.backups())
                    .last()
                    .extracting(PruneReport.Decision::reason)
                    .isEqualTo("damaged, left alone: the file is missing (file schema.json)");
            assertThat(report.leftAlone()).containsExactly("app_2026-11-22_120002.partial");
        }
    }

    @Test
    @DisplayName("F47 a policy of nothing is refused")
    void f47RefusesEmptyPolicies() {
        assertThatThrownBy(() -> RetentionPolicy.builder().build())
                .isInstanceOfSatisfying(
                        PlanException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_PLAN))
                .hasMessage("the policy has no rule, so nothing would be kept\n"
                        + "Hint: call keepLast(5), keepWithin(Duration.ofDays(90)) or keepOneAQuarter()");
        assertThatThrownBy(() -> RetentionPolicy.builder().keepLast(0)).hasMessage("keepLast must be at least 1: 0");
        assertThatThrownBy(() -> RetentionPolicy.builder().keepLast(-1)).hasMessage("keepLast must be at least 1: -1");
        assertThatThrownBy(() -> RetentionPolicy.builder().keepWithin(Duration.ZERO))
                .hasMessage("keepWithin must be longer than nothing: PT0S");
    }

    @Test
    @DisplayName("F47 where all are too old, the newest stays")
    void f47KeepsTheNewest() {
        List<Backup> old = daily("app", 3);

        PruneReport report = Pruning.prune(
                root, new Rules(0, Duration.ofDays(1), false), NOW.plus(Duration.ofDays(365)), ProgressListener.NONE);

        assertThat(left()).containsExactly(old.get(2));
        assertThat(report.backups())
                .last()
                .extracting(PruneReport.Decision::reason)
                .isEqualTo("the newest good one");
    }

    @Test
    @DisplayName("F12 a snapshot from the future and equal times remove nothing that should stay")
    void f12KeepsTheNewestWhateverTheClock() {
        Backup future = Backups.of(root, "app", NOW.plus(Duration.ofDays(400)));
        Backup one = Backups.of(root, "app", NOW);
        Backup two = Backups.of(root, "app", NOW);

        PruneReport report = prune(new Rules(0, Duration.ofDays(1), false));

        assertThat(left()).containsExactlyInAnyOrder(one, two, future);
        assertThat(report.removed()).isEmpty();
    }

    @Test
    @DisplayName("F12 after a clock was set back, the backup that was made last is the newest, and stays")
    void f12GoesByTheWriteAheadLog() {
        Backup before = Backups.of(root, "app", NOW, "0/FFFFFFF0", "1");
        Backup after = Backups.of(root, "app", NOW.minus(Duration.ofHours(1)), "1/10", "1");
        Backup same = Backups.of(root, "app", NOW.minus(Duration.ofMinutes(59)), "1/10", "1");
        Backup other = Backups.of(root, "other", NOW.minus(Duration.ofMinutes(30)), "0/10", "1");

        assertThat(Backup.list(root))
                .extracting(Backup::directory)
                .containsExactly(before.directory(), after.directory(), other.directory(), same.directory());
        assertThat(prune(new Rules(1, null, false)).removed()).hasSize(2);
        assertThat(left()).containsExactlyInAnyOrder(same, other);
    }

    @Test
    @DisplayName(
            "F12 a database that was set back to an earlier state has another timeline, and its backups are the newer ones")
    void f12GoesByTimeAmongTimelines() {
        Backup abandoned = Backups.of(root, "app", NOW.minus(Duration.ofHours(1)), "0/500", "1/a7f2");
        Backup unknown = Backups.of(root, "app", NOW.minus(Duration.ofMinutes(30)));
        Backup back = Backups.of(root, "app", NOW, "0/400", "1/b803");

        assertThat(Backup.list(root))
                .extracting(Backup::directory)
                .containsExactly(abandoned.directory(), unknown.directory(), back.directory());
    }

    @Test
    @DisplayName("F48 what is not ours is never touched")
    void f48LeavesForeignFilesAlone() throws IOException {
        daily("app", 2).get(0).archiveTo(root.resolve("app_1.tar.gz"));
        Path outside = Files.createDirectory(root.resolveSibling(root.getFileName() + "-outside"));
        Backup linked = Backups.of(outside, "app", NOW.minus(Duration.ofDays(900)));
        Files.createSymbolicLink(root.resolve("app_link"), linked.directory());
        Files.createDirectory(root.resolve("photos.partial"));
        Files.createDirectories(root.resolve("app_2020-01-01_000000.partial"));
        Files.writeString(root.resolve("notes.txt"), "mine");

        PruneReport report = prune(new Rules(1, null, false));

        assertThat(report.leftAlone())
                .containsExactly(
                        "app_1.tar.gz", "app_2020-01-01_000000.partial", "app_link", "notes.txt", "photos.partial");
        assertThat(report.leftAlone())
                .allSatisfy(name -> assertThat(root.resolve(name)).exists());
        assertThat(linked.directory().resolve("manifest.json")).exists();
    }

    @Test
    @DisplayName("F49 one that cannot be removed is no backup any more, is named, and does not stop the others")
    void f49GoesOnAfterAFailure() throws IOException {
        List<Backup> daily = daily("app", 3);
        Path stuck = daily.get(0).directory();
        Undeletable undeletable = Undeletable.in(stuck);

        PruneReport report = prune(new Rules(1, null, false));

        assertThat(left()).containsExactly(daily.get(2));
        assertThat(report.removed())
                .extracting(PruneReport.Decision::directory)
                .containsExactly(daily.get(1).directory());
        assertThat(report.failures())
                .singleElement()
                .asString()
                .startsWith("removing failed: ")
                .endsWith(
                        " (file " + stuck + ")\n"
                                + "Hint: check the rights of the folder and of what is in it; the next pruning goes on with it");
        assertThat(stuck).exists();

        undeletable.end();
        PruneReport next = prune(new Rules(1, null, false));

        assertThat(next.leftovers())
                .containsExactly(new PruneReport.Leftover(stuck, "a removal that was not finished", null));
        assertThat(stuck).doesNotExist();
    }

    @Test
    @DisplayName("F51 a hold wins over every rule, also after the directory was renamed")
    void f51HoldsWin() throws IOException {
        List<Backup> daily = daily("app", 3);
        daily.get(0).hold("case 7");
        Path renamed = Files.move(daily.get(0).directory(), root.resolve("renamed"));

        PruneReport report = prune(new Rules(1, null, false));

        assertThat(left()).containsExactly(Backup.open(renamed), daily.get(2));
        assertThat(report.backups())
                .first()
                .extracting(PruneReport.Decision::reason)
                .isEqualTo("held: case 7");
        assertThat(Backup.open(renamed).heldBecause()).contains("case 7");

        Backup.open(renamed).release();

        assertThat(prune(new Rules(1, null, false)).removed()).hasSize(1);
    }

    @Test
    @DisplayName("F51 a hold that cannot be read stops the pruning")
    void f51UnreadableHoldsAreNotTakenForNone() throws IOException {
        daily("app", 2);
        Path hold = Files.writeString(root.resolve("x.hold"), "?");

        assertThatThrownBy(() -> prune(new Rules(1, null, false)))
                .hasMessage("the hold does not say which backup it is for (file " + hold + ")\n"
                        + "Hint: hold the backup again, and delete this file");
        assertThat(left()).hasSize(2);
    }

    @Test
    void theNewestProvedOneStays() {
        List<Backup> daily = daily("app", 4);
        Proofs.write(opened(daily.get(1)), DRILL);

        PruneReport report = prune(new Rules(1, null, false));

        assertThat(left()).containsExactly(daily.get(1), daily.get(3));
        assertThat(report.backups().get(1).reason()).isEqualTo("the newest that was proved");
        assertThat(daily.get(1).proof()).contains(DRILL);
    }

    @Test
    void proofsGoWithTheirBackup() throws IOException {
        List<Backup> daily = daily("app", 3);
        Proofs.write(opened(daily.get(0)), DRILL);
        Proofs.write(opened(daily.get(2)), DRILL);

        assertThat(prune(new Rules(1, null, false)).removed()).hasSize(2);

        try (Stream<Path> files = Files.list(root)) {
            assertThat(files).hasSize(2).contains(daily.get(2).directory());
        }
    }

    @Test
    void whatAKilledRunLeftIsRemoved() throws IOException {
        daily("app", 1);
        Path killed = Files.createDirectory(root.resolve("app_2026-01-02_030405.partial"));
        Files.createFile(killed.resolve(".lock"));
        Files.createFile(killed.resolve("complete_backup.json"));

        PruneReport report = prune(new Rules(1, null, false));

        assertThat(report.leftovers()).containsExactly(new PruneReport.Leftover(killed, "a run that was killed", null));
        assertThat(killed).doesNotExist();
    }

    @Test
    void refusesAFolderThatIsNotThere() {
        Path absent = root.resolve("absent");

        assertThatThrownBy(() -> Pruning.prune(absent, new Rules(1, null, false), NOW, ProgressListener.NONE))
                .isInstanceOf(StorageException.class)
                .hasMessage("there is no such folder (file " + absent + ")\n"
                        + "Hint: give the folder that backups are written to, the one of to(…)");
    }

    @Test
    void theOneOfAQuarterGoesToTheArchiveWhenNoOtherRuleKeepsIt() throws IOException {
        Path archive = root.resolve("quarters");
        Instant now = Instant.now();
        Backup old = Backups.of(root, "a", now.minus(Duration.ofDays(800)));
        Backup proved = Backups.of(root, "a", now.minus(Duration.ofDays(400)));
        Backup last = Backups.of(root, "a", now);
        old.leaveProof(new Proof(Proof.Kind.VERIFICATION, now, "", 0, 0, Duration.ZERO));
        byte[] manifest = Files.readAllBytes(old.directory().resolve("manifest.json"));
        RetentionPolicy policy =
                RetentionPolicy.builder().keepLast(2).keepOneAQuarterIn(archive).build();

        assertThat(policy.preview(root).removed()).isEmpty();
        proved.leaveProof(new Proof(Proof.Kind.VERIFICATION, now, "", 0, 0, Duration.ZERO));
        assertThat(policy.preview(root).removed())
                .singleElement()
                .satisfies(decision ->
                        assertThat(decision.reason()).startsWith("the one of ").endsWith(", which goes to " + archive));
        assertThat(archive).doesNotExist();
        assertThat(policy.prune(root).failures()).isEmpty();

        assertThat(old.directory()).doesNotExist();
        assertThat(List.of(proved, last)).allMatch(backup -> Files.exists(backup.directory()));
        assertThat(Backup.list(archive)).singleElement().satisfies(moved -> {
            assertThat(moved.snapshotTime()).isEqualTo(old.snapshotTime());
            assertThat(moved.proof()).isPresent();
            assertThat(moved.directory().resolve("manifest.json")).hasBinaryContent(manifest);
        });
        Backup second = Backups.of(root, "a", old.snapshotTime());
        assertThat(policy.prune(root).removed())
                .singleElement()
                .satisfies(decision -> assertThat(decision.reason()).isEqualTo("no rule keeps it"));
        assertThat(second.directory()).doesNotExist();
        assertThat(Backup.list(archive)).hasSize(1);
    }

    @Test
    void tellsHowFarItIs() {
        List<Backup> backups = daily("app", 3);
        long each = bytes(backups.get(0));
        List<Progress> told = new ArrayList<>();

        assertThat(RetentionPolicy.builder()
                        .keepLast(1)
                        .build()
                        .prune(root, told::add)
                        .removed())
                .hasSize(2);

        assertThat(told)
                .extracting(Progress::phase, Progress::bytes, Progress::estimatedBytes)
                .containsExactly(
                        tuple(Progress.Phase.REMOVE, 0L, 2 * each),
                        tuple(Progress.Phase.REMOVE, each, 2 * each),
                        tuple(Progress.Phase.REMOVE, 2 * each, 2 * each));
    }

    private static long bytes(Backup backup) {
        return backup.contents().stream().mapToLong(file -> file.bytes()).sum();
    }

    @Test
    @DisplayName("F06 an interrupt ends the pruning before the next backup, which stays whole")
    void endsBetweenTwoBackupsWhenInterrupted() {
        List<Backup> backups = daily("app", 3);
        RetentionPolicy policy = RetentionPolicy.builder().keepLast(1).build();

        assertThatThrownBy(() -> policy.prune(root, interruptingAt(Progress.Phase.REMOVE, 2)))
                .isInstanceOf(CancelledException.class)
                .hasMessage("the thread was interrupted while backups were pruned\n"
                        + "Hint: run it again; every backup that is left is whole");

        assertThat(Thread.interrupted()).isTrue();
        assertThat(left()).containsExactlyInAnyOrder(backups.get(1), backups.get(2));
    }

    @Test
    @DisplayName("F06 an interrupt while a backup is moved to the archive leaves it where it was, and nothing there")
    void endsInTheMiddleOfAMoveWhenInterrupted() {
        Path archive = root.resolve("quarters");
        Backup old = Backups.of(root, "app", NOW.minus(Duration.ofDays(800)));
        Backups.of(root, "app", Instant.now());
        RetentionPolicy policy =
                RetentionPolicy.builder().keepLast(1).keepOneAQuarterIn(archive).build();

        assertThatThrownBy(() -> policy.prune(root, interruptingAt(Progress.Phase.COPY, 1)))
                .isInstanceOf(CancelledException.class);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(left()).hasSize(2).contains(old);
        assertThat(archive).isEmptyDirectory();
        assertThat(policy.prune(root).removed()).hasSize(1);
        assertThat(Backup.list(archive)).hasSize(1);
    }

    @Test
    @DisplayName("F02 a full disk for the archive: the backup stays where it is, and the report says why")
    void aMoveToAFullDiskLeavesTheBackupWhereItIs() throws IOException {
        Backup old = Backups.of(root, "app", NOW.minus(Duration.ofDays(800)));
        Backups.of(root, "app", Instant.now());
        try (SmallDisk disk = SmallDisk.mount("64k")) {
            Path filler = disk.fill();
            RetentionPolicy policy = RetentionPolicy.builder()
                    .keepLast(1)
                    .keepOneAQuarterIn(disk.root())
                    .build();

            assertThat(policy.prune(root).failures())
                    .containsExactly("the file system of the destination is full (file schema.json)\n"
                            + "Hint: free some space, or write to another folder; nothing of this run is kept");

            assertThat(left()).hasSize(2).contains(old);
            assertThat(disk.root())
                    .isDirectoryContaining(filler::equals)
                    .isDirectoryNotContaining(found -> !found.equals(filler));
            Files.delete(filler);
            assertThat(policy.prune(root).failures()).isEmpty();
            assertThat(Backup.list(disk.root())).hasSize(1);
        }
    }

    private static ProgressListener interruptingAt(Progress.Phase phase, int time) {
        AtomicInteger times = new AtomicInteger();
        return progress -> {
            if (progress.phase() == phase && times.incrementAndGet() == time) {
                Thread.currentThread().interrupt();
            }
        };
    }

    @Test
    void wordsOfThePolicy() {
        assertThat(RetentionPolicy.builder()
                        .keepLast(5)
                        .keepWithin(Duration.ofDays(90))
                        .keepOneAQuarter()
                        .build())
                .hasToString("keep the last 5, the last 90 days, one a quarter");
    }

    private List<Backup> daily(String database, int count) {
        List<Backup> backups = new ArrayList<>();
        for (int day = count; day > 0; day--) {
            backups.add(Backups.of(root, database, NOW.minus(Duration.ofDays(day))));
        }
        return backups;
    }

    private PruneReport prune(Rules rules) {
        return Pruning.prune(root, rules, NOW, ProgressListener.NONE);
    }

    private List<Backup> left() {
        return Backup.list(root);
    }

    private static BackupFiles opened(Backup backup) {
        return BackupFiles.open(backup.directory());
    }
}
