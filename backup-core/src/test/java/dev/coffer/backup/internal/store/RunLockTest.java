package dev.coffer.backup.internal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.ConflictException;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.StorageException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunLockTest {
    private static final String HINT =
            "Hint: wait until it has ended, or stop it if it hangs; a run that was killed holds nothing";

    @TempDir
    Path temporary;

    @Test
    void oneProcessHasItOnce() {
        Path root = temporary.resolve("backups");
        try (RunLock held = RunLock.take(root)) {
            assertThat(held).isNotNull();
            assertThatThrownBy(taking(root))
                    .isInstanceOf(ConflictException.class)
                    .hasMessage("another exclusive backup is being written here, by this process (file " + root + ")\n"
                            + HINT);
            assertThatThrownBy(taking(root.resolve("../backups"))).isInstanceOf(ConflictException.class);
        }
        take(root);
        take(root);
    }

    @Test
    void anotherProcessIsNamed() throws Exception {
        try (LockHolder other = LockHolder.start(temporary)) {
            assertThat(other.said()).isEqualTo("held");

            assertThatThrownBy(taking(temporary))
                    .isInstanceOfSatisfying(
                            BackupException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ALREADY_RUNNING))
                    .message()
                    .matches("another exclusive backup is being written here, by process " + other.pid()
                            + " since 20[0-9-]{8}T[0-9:]{8}Z \\(file .*\\)\n" + HINT);
        }
    }

    @Test
    void anotherProcessIsKeptOut() throws Exception {
        try (RunLock held = RunLock.take(temporary);
                LockHolder other = LockHolder.start(temporary)) {
            assertThat(held).isNotNull();
            assertThat(other.said()).isEqualTo("conflict.already-running");
            assertThatThrownBy(taking(temporary)).isInstanceOf(ConflictException.class);
            try (LockHolder third = LockHolder.start(temporary)) {
                assertThat(third.said()).as("what was refused has not freed it").isEqualTo("conflict.already-running");
            }
        }
    }

    @Test
    void aKilledProcessHoldsNothing() throws Exception {
        try (LockHolder killed = LockHolder.start(temporary)) {
            assertThat(killed.said()).isEqualTo("held");
        }

        assertThat(temporary.resolve(RunLock.FILE)).content().startsWith("process ");
        take(temporary);
        try (LockHolder next = LockHolder.start(temporary)) {
            assertThat(next.said()).isEqualTo("held");
        }
    }

    @Test
    void theFileIsTheOwnersAlone() throws Exception {
        take(temporary);

        assertThat(Files.getPosixFilePermissions(temporary.resolve(RunLock.FILE)))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void whatSomebodyElseWroteThereIsNotRepeated() throws Exception {
        try (LockHolder other = LockHolder.start(temporary)) {
            assertThat(other.said()).isEqualTo("held");
            Files.writeString(temporary.resolve(RunLock.FILE), "\u001b[2Jprocess 1 since today\n");

            assertThatThrownBy(taking(temporary))
                    .hasMessageStartingWith(
                            "another exclusive backup is being written here, by another process (file ");
        }
    }

    @Test
    void noLinkIsFollowed() throws Exception {
        Path elsewhere = Files.writeString(temporary.resolve("elsewhere"), "precious");
        Files.createSymbolicLink(temporary.resolve(RunLock.FILE), elsewhere);

        assertThatThrownBy(taking(temporary)).isInstanceOf(StorageException.class);

        assertThat(elsewhere).content().isEqualTo("precious");
        assertThat(Files.exists(temporary.resolve(RunLock.FILE), LinkOption.NOFOLLOW_LINKS))
                .isTrue();
    }

    private static void take(Path root) {
        try (RunLock held = RunLock.take(root)) {
            assertThat(held).isNotNull();
        }
    }

    private static ThrowingCallable taking(Path root) {
        return () -> take(root);
    }
}
