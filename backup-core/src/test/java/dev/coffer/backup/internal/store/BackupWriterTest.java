package dev.coffer.backup.internal.store;

import static dev.coffer.backup.internal.store.Samples.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.backup.spi.Compression;
import dev.coffer.backup.spi.TableData;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BackupWriterTest {

    @ParameterizedTest
    @EnumSource
    void whatIsWrittenComesBack(Disk disk) throws IOException {
        try (Disk.Root root = disk.root()) {
            Path directory = Samples.backup(root.path());

            BackupFiles read = BackupFiles.open(directory);

            assertThat(read.manifest())
                    .isEqualTo(Samples.manifest(read.manifest().files(), Samples.NOW));
            assertThat(read.manifest().files())
                    .extracting(Manifest.File::name)
                    .containsExactly(
                            "complete_backup.json",
                            "csv_exports/Users~" + usersSuffix() + ".csv",
                            "csv_exports/legacy.rental.csv",
                            "csv_exports/proteins.csv",
                            "schema.json");
            assertThat(read.verify(List.of("json", "csv"))).isEqualTo("manifest, SHA-256 of 5 files");
            assertThat(read.verify(List.of("csv"))).isEqualTo("manifest, SHA-256 of 4 files");
            assertThat(read.bytes("schema.json")).isEqualTo(utf8("{\"mark\": \"\"}\n"));
            assertThat(BackupFiles.list(root.path()))
                    .extracting(BackupFiles::directory)
                    .containsExactly(directory);
        }
    }

    private static String usersSuffix() {
        String name = FileNames.of(Samples.TABLES.get(1).name());
        return name.substring(name.indexOf('~') + 1);
    }

    @ParameterizedTest
    @EnumSource
    void tablesComeBackFromSharedAndOwnFiles(Disk disk) throws IOException {
        for (Compression compression : Compression.values()) {
            try (Disk.Root root = disk.root()) {
                BackupFiles read = BackupFiles.open(Samples.backup(root.path(), Samples.NOW, compression, "!"));

                for (TableData table : Samples.TABLES) {
                    String name = table.name().name();
                    String rows = table.parts() == 2 ? name + "0!," + name + "1!" : name + "0!";
                    for (String format : List.of("json", "csv")) {
                        try (InputStream in = read.openTable(table.index(), format)) {
                            assertThat(in).hasBinaryContent(utf8("<" + name + ">" + rows + "</" + name + ">"));
                        }
                    }
                }
                assertThat(read.verify(List.of("json", "csv"))).isEqualTo("manifest, SHA-256 of 5 files");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsLeftOfWhatWasNotCommitted(Disk disk) throws IOException {
        try (Disk.Root root = disk.root()) {
            try (BackupWriter writer = BackupWriter.create(root.path(), "sample", Samples.NOW)) {
                Samples.write(writer, Compression.GZIP, "");
                assertThat(BackupFiles.list(root.path())).isEmpty();
            }

            try (var left = Files.list(root.path())) {
                assertThat(left).isEmpty();
            }
        }
    }
}
