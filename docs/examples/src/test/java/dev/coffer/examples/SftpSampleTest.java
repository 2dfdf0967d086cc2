package dev.coffer.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.backup.Backup;
import dev.coffer.backup.BackupPlan;
import dev.coffer.backup.BackupReport;
import dev.coffer.backup.PostgresDatabase;
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
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.keyprovider.SimpleGeneratorHostKeyProvider;
import org.apache.sshd.sftp.client.fs.SftpFileSystemProvider;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the page about archives shows of SFTP, against a server in this process. */
@Costly
class SftpSampleTest {
    @TempDir
    private Path folder;

    @Test
    void backsUpStraightToAnSftpServer() throws IOException {
        String password = "only for this test";
        Path root = Files.createDirectory(folder.resolve("server"));
        try (SshServer server = SshServer.setUpDefaultServer();
                TestDatabase source = TestServer.newest().createDatabase()) {
            server.setHost("127.0.0.1");
            server.setKeyPairProvider(new SimpleGeneratorHostKeyProvider(folder.resolve("host.key")));
            server.setPasswordAuthenticator((user, given, session) -> given.equals(password));
            server.setFileSystemFactory(new VirtualFileSystemFactory(root));
            server.setSubsystemFactories(List.of(new SftpSubsystemFactory()));
            server.start();
            source.execute("CREATE TABLE proteins AS SELECT n AS id FROM generate_series(1, 10) n");

            BackupReport report = backUp(source.uri(), server.getHost(), server.getPort(), "coffer", password);

            assertThat(report.rows()).isEqualTo(10);
            assertThat(Backup.list(root.resolve("backups")))
                    .singleElement()
                    .satisfies(backup -> assertThat(backup.tables()).isEqualTo(report.tables()));
        }
    }

    private static BackupReport backUp(String url, String host, int port, String user, String password)
            throws IOException {
        // tag::sftp[]
        try (FileSystem remote = new SftpFileSystemProvider()
                .newFileSystem(SftpFileSystemProvider.createFileSystemURI(host, port, user, password), Map.of())) {
            return BackupPlan.builder()
                    .source(PostgresDatabase.of(url))
                    .export(JsonTableExporter.create())
                    .to(remote.getPath("/backups"))
                    .build()
                    .run();
        }
        // end::sftp[]
    }
}
