package dev.coffer.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.backup.Backup;
import dev.coffer.backup.BackupPlan;
import dev.coffer.backup.BackupReport;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.RestorePlan;
import dev.coffer.backup.StorageException;
import dev.coffer.backup.csv.CsvTableExporter;
import dev.coffer.backup.json.JsonRestoreStrategy;
import dev.coffer.backup.json.JsonTableExporter;
import dev.coffer.testsupport.Costly;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;
import java.util.stream.Stream;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.keyprovider.SimpleGeneratorHostKeyProvider;
import org.apache.sshd.server.session.ServerSession;
import org.apache.sshd.sftp.client.fs.SftpFileSystemProvider;
import org.apache.sshd.sftp.server.FileHandle;
import org.apache.sshd.sftp.server.SftpEventListener;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backup on an SFTP server: written there, copied there, verified, copied back, and restored from there. */
@Costly
class SftpTest {
    private static final String WORD = "only for this test";

    private final TestDatabase source = TestServer.newest().createDatabase();
    private final SftpSubsystemFactory sftp = new SftpSubsystemFactory();
    private SshServer server;
    private FileSystem remote;

    @TempDir
    private Path folder;

    @BeforeEach
    void start() throws IOException {
        source.execute(
                "CREATE TABLE proteins (id int PRIMARY KEY, name text)",
                "INSERT INTO proteins SELECT n, 'protein ' || n FROM generate_series(1, 5000) n");
        Path root = Files.createDirectory(folder.resolve("server"));
        server = SshServer.setUpDefaultServer();
        server.setHost("127.0.0.1");
        server.setKeyPairProvider(new SimpleGeneratorHostKeyProvider(folder.resolve("host.key")));
        server.setPasswordAuthenticator((user, password, session) -> password.equals(WORD));
        server.setFileSystemFactory(new VirtualFileSystemFactory(root));
        server.setSubsystemFactories(List.of(sftp));
        server.start();
        remote = new SftpFileSystemProvider()
                .newFileSystem(
                        SftpFileSystemProvider.createFileSystemURI("127.0.0.1", server.getPort(), "coffer", WORD),
                        Map.of());
    }

    @AfterEach
    void stop() throws IOException {
        remote.close();
        server.stop(true);
        source.close();
    }

    private BackupReport backUp(Path to) {
        return BackupPlan.builder()
                .source(PostgresDatabase.of(source.uri()))
                .export(JsonTableExporter.create(), CsvTableExporter.create())
                .to(to)
                .build()
                .run();
    }

    private void restores(Backup backup) {
        try (TestDatabase target = TestServer.newest().createDatabase()) {
            RestorePlan.builder()
                    .from(backup)
                    .strategy(JsonRestoreStrategy.create())
                    .into(PostgresDatabase.of(target.uri()))
                    .build()
                    .run()
                    .requireComplete();
            assertThat(target.query("SELECT count(*) || ' ' || max(name) FROM proteins"))
                    .isEqualTo("5000 protein 999");
        }
    }

    @Test
    void aBackupIsWrittenStraightToItAndRestoredFromThere() throws IOException {
        Path root = remote.getPath("/backups");

        BackupReport report = backUp(root);

        assertThat(report.directory().getFileSystem()).isSameAs(remote);
        assertThat(Backup.list(root)).extracting(Backup::directory).containsExactly(report.directory());
        Backup there = Backup.open(report.directory());
        assertThat(there.verify(JsonRestoreStrategy.create()).isSound()).isTrue();
        restores(there);
        assertOnlyTheBackupIn(root);
    }

    @Test
    void aBackupIsCopiedThereAndBack() throws IOException {
        Path root = remote.getPath("/copies");
        Backup local = Backup.open(backUp(folder.resolve("local")).directory());

        Backup there = local.copyTo(root);
        Backup back = there.copyTo(folder.resolve("back"));

        restores(there);
        try (Stream<Path> files = Files.walk(local.directory())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path same = back.directory()
                        .resolve(local.directory().relativize(file).toString());
                assertThat(same).hasSameBinaryContentAs(file);
            }
        }
        assertOnlyTheBackupIn(root);
    }

    /** Cuts the connection under some of the writes that reach the server. */
    private AtomicInteger cutWhere(IntPredicate write) {
        AtomicInteger writes = new AtomicInteger();
        sftp.addSftpEventListener(new SftpEventListener() {
            @Override
            public void writing(
                    ServerSession session,
                    String handle,
                    FileHandle file,
                    long offset,
                    byte[] data,
                    int dataOffset,
                    int dataLength) {
                if (write.test(writes.incrementAndGet())) {
                    session.close(true);
                }
            }
        });
        return writes;
    }

    @Test
    @DisplayName("F14 a connection that is cut while a copy is sent: the file is sent again, and the copy is whole")
    void f14CutOnce() throws IOException {
        Backup local = Backup.open(backUp(folder.resolve("local")).directory());
        AtomicInteger writes = cutWhere(write -> write == 3);

        Backup there = local.copyTo(remote.getPath("/copies"));

        assertThat(writes).hasValueGreaterThan(3);
        restores(there);
    }

    @Test
    @DisplayName("F14 a connection that is cut again and again: a failure, and nothing there counts as a backup")
    void f14CutAlways() throws IOException {
        Backup local = Backup.open(backUp(folder.resolve("local")).directory());
        AtomicInteger writes = cutWhere(write -> write >= 3);

        assertThatThrownBy(() -> local.copyTo(remote.getPath("/copies"))).isInstanceOf(StorageException.class);

        assertThat(writes).hasValueGreaterThan(3);
        try (Stream<Path> files = Files.walk(folder.resolve("server"))) {
            assertThat(files.map(file -> String.valueOf(file.getFileName()))).doesNotContain("manifest.json");
        }
        assertThat(Backup.list(folder.resolve("server/copies"))).isEmpty();
        restores(local);
    }

    private static void assertOnlyTheBackupIn(Path root) throws IOException {
        try (Stream<Path> found = Files.list(root)) {
            assertThat(found.toList()).hasSize(1);
        }
    }
}
