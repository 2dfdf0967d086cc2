package dev.coffer.backup.pgdump.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.ToolException;
import dev.coffer.backup.pgdump.tools.Machine.Place;
import dev.coffer.testsupport.EnabledIfClientTools;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
class ToolFinderTest {
    private static final String INSTALL =
            "install PostgreSQL's client tools (Debian and Ubuntu: apt-get install postgresql-client; Red Hat and Fedora: dnf"
                    + " install postgresql; macOS: brew install libpq, or Postgres.app; Windows: the installer of postgresql.org,"
                    + " Command Line Tools), or name their folder with tools(Path); JSON and CSV need none of them";

    @TempDir
    Path folder;

    @Test
    @EnabledIfClientTools({"pg_dump", "pg_restore"})
    void findsThoseOfThisMachineThemselvesAndNotAWrapper() {
        ClientTools tools = ToolFinder.of(null).forServer(14);
        assertThat(tools.version().major()).isGreaterThanOrEqualTo(14);
        assertThat(tools.dump()).isExecutable();
        assertThat(tools.dump())
                .satisfies(path -> assertThat(path.toRealPath().getFileName()).isNotEqualTo(Path.of("pg_wrapper")));
    }

    @Test
    void takesTheVersionOfTheServer() {
        assertThat(finder(path("15.18", "16.14", "17.10")).forServer(16).version())
                .isEqualTo(new ToolVersion(16, 14));
    }

    @Test
    void takesTheNearestNewerVersion() {
        assertThat(finder(path("14.23", "18.4", "17.10")).forServer(15).version())
                .isEqualTo(new ToolVersion(17, 10));
    }

    @Test
    void takesTheNewestMinor() {
        assertThat(finder(path("16.4", "16.14", "16.10")).forServer(16).version())
                .isEqualTo(new ToolVersion(16, 14));
    }

    @Test
    void takesTheFirstOfEqualsOnThePath() {
        Path first = FakeTools.install(folder.resolve("first"), "16.14");
        Path second = FakeTools.install(folder.resolve("second"), "16.14");
        assertThat(finder(List.of(second, first)).forServer(16).dump()).isEqualTo(second.resolve("pg_dump"));
    }

    @Test
    void looksInThePlacesOfInstallersToo() {
        FakeTools.install(folder.resolve("lib/16/bin"), "16.14");
        FakeTools.install(folder.resolve("pgsql-17/bin"), "17.10");
        Machine machine = new Machine(
                Machine.Kind.LINUX,
                List.of(),
                List.of(
                        new Place(folder.resolve("absent"), List.of("*", "bin")),
                        new Place(folder.resolve("lib"), List.of("*", "bin")),
                        new Place(folder, List.of("pgsql-*", "bin"))));
        assertThat(new ToolFinder(machine, null).forServer(16).dump()).isEqualTo(folder.resolve("lib/16/bin/pg_dump"));
        assertThat(new ToolFinder(machine, null).forServer(17).dump())
                .isEqualTo(folder.resolve("pgsql-17/bin/pg_dump"));
    }

    @Test
    void looksOnlyInTheFolderThatIsNamed() {
        List<Path> path = path("17.10");
        Path named = FakeTools.install(folder.resolve("named"), "18.4");
        assertThat(new ToolFinder(machine(path), named).forServer(17).version()).isEqualTo(new ToolVersion(18, 4));
        assertThatThrownBy(() -> new ToolFinder(machine(path), folder).forServer(17))
                .hasMessage("pg_dump not found: not in the folder " + folder + "\nHint: " + INSTALL);
    }

    @Test
    void refusesAnOldToolAndNamesThePackage() {
        List<Path> path = path("15.18", "16.14");
        assertThatThrownBy(() -> finder(path).forServer(17))
                .isInstanceOf(ToolException.class)
                .extracting(e -> ((ToolException) e).code())
                .isEqualTo(ErrorCode.TOOL_TOO_OLD);
        assertThatThrownBy(() -> finder(path).forServer(17))
                .hasMessage(
                        "pg_dump 16.14 (" + path.get(1).resolve("pg_dump")
                                + ") is older than the server, which is version 17\nHint: install version 17 or newer (Debian and"
                                + " Ubuntu: apt-get install postgresql-client-17, from apt.postgresql.org where the system lacks it; Red"
                                + " Hat and Fedora: dnf install postgresql17, from yum.postgresql.org; macOS: brew install postgresql@17;"
                                + " Windows: the installer of postgresql.org, Command Line Tools); JSON and CSV need none of them");
    }

    @Test
    void saysHowToInstallWhatIsMissing() {
        assertThatThrownBy(() -> finder(List.of(folder)).forServer(17))
                .isInstanceOf(ToolException.class)
                .hasMessage("pg_dump not found: neither on PATH nor where installers put it\nHint: " + INSTALL);
        assertThatThrownBy(() -> finder(List.of(folder)).forArchive(17))
                .hasMessage("pg_restore not found: neither on PATH nor where installers put it\nHint: " + INSTALL);
    }

    @Test
    void namesToolsThatDoNotWork() {
        Path broken = folder.resolve("broken");
        FakeTools.install(broken, "17.6");
        FakeTools.script(broken.resolve("pg_restore"), "exit 127");
        Path mixed = folder.resolve("mixed");
        FakeTools.install(mixed, "17.6");
        FakeTools.script(mixed.resolve("pg_restore"), "echo 'pg_restore (PostgreSQL) 16.10'");
        assertThatThrownBy(() -> finder(List.of(broken, mixed)).forServer(17))
                .hasMessage("pg_dump not found: neither on PATH nor where installers put it; not usable: "
                        + broken.resolve("pg_dump") + ": exit status 127 when asked for its version; "
                        + mixed.resolve("pg_dump") + ": pg_dump is version 17.6, pg_restore beside it 16.10\nHint: "
                        + INSTALL);
    }

    @Test
    void knowsWhereEachSystemPutsThem() {
        assertThat(places("Linux"))
                .contains("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/home/linuxbrew/.linuxbrew/opt/libpq/bin");
        assertThat(places("Mac OS X"))
                .contains(
                        "/opt/homebrew/opt/libpq/bin",
                        "/opt/homebrew/opt/postgresql@*/bin",
                        "/usr/local/opt/libpq/bin",
                        "/Applications/Postgres.app/Contents/Versions/*/bin");
        Machine windows = Machine.of("Windows 11", Map.of("ProgramFiles", "/C/Programme"));
        assertThat(windows.places()).containsExactly(Place.of("/C/Programme", "PostgreSQL", "*", "bin"));
        assertThat(windows.fileName(Tool.PG_DUMP)).isEqualTo("pg_dump.exe");
    }

    private static List<String> places(String system) {
        return Machine.of(system, Map.of()).places().stream()
                .map(place -> place.root() + "/" + String.join("/", place.below()))
                .toList();
    }

    @Test
    void neverRunsWhatTheWorkingDirectoryHolds() {
        assertThat(Machine.of("Linux", Map.of("PATH", ".::bin:/usr/bin")).searchPath())
                .containsExactly(Path.of("/usr/bin"));
    }

    private ToolFinder finder(List<Path> path) {
        return new ToolFinder(machine(path), null);
    }

    private static Machine machine(List<Path> path) {
        return new Machine(Machine.Kind.LINUX, path, List.of());
    }

    private List<Path> path(String... versions) {
        return List.of(versions).stream()
                .map(version -> FakeTools.install(folder.resolve(version), version))
                .toList();
    }
}
