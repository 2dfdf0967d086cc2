package dev.coffer.backup.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.coffer.backup.Backup;
import dev.coffer.backup.BackupException;
import dev.coffer.backup.BackupPlan;
import dev.coffer.backup.BackupReport;
import dev.coffer.backup.RestorePlan;
import dev.coffer.backup.RestoreReport;
import dev.coffer.backup.RestoreStrategy;
import dev.coffer.backup.TableExporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Backs up real databases in a format, restores them into empty ones, and lets the server compare. Extend it in a test together
 * with {@link FormatContract}. Each test makes databases of its own and drops them.
 */
public abstract class RoundTripContract {
    private static final List<String> HOSTILE = List.of(
            "new\nline",
            "\\! touch x",
            "; DROP TABLE t; --",
            "say \"hi\"",
            "$$",
            "*/",
            "it's",
            "\u00a0\u202e",
            "CON",
            "../up",
            "UPPER",
            "upper",
            "é".repeat(31),
            "%s",
            "a.b",
            "with,comma",
            "\r",
            "null");

    /** Where backups are written. */
    @TempDir
    Path folder;

    /** For those who extend it. */
    protected RoundTripContract() {}

    /** The exporter; a new one or always the same. */
    protected abstract TableExporter exporter();

    /** The strategy that reads what {@link #exporter()} writes. */
    protected abstract RestoreStrategy strategy();

    /**
     * A server on which databases may be created, by a superuser, as {@code
     * jdbc:postgresql://host:port/database?user=…&password=…}.
     */
    protected abstract String adminUrl();

    @Test
    @DisplayName("F22 every value of every type comes back")
    void bringsBackEveryType() throws Exception {
        try (ContractDatabase source = ContractDatabase.create(adminUrl())) {
            try (Connection connection = source.connect()) {
                assertThat(EveryType.createIn(connection)).isGreaterThan(60);
            }
            requireSame(source, 4);
        }
    }

    @Test
    @DisplayName("F25 tables without rows, without columns, with 1,600 columns and with large values come back")
    void bringsBackTablesOfEveryShape() throws Exception {
        try (ContractDatabase source = ContractDatabase.create(adminUrl())) {
            source.execute(
                    "CREATE TABLE empty (a integer, b text)",
                    "CREATE TABLE no_columns ()",
                    "INSERT INTO no_columns DEFAULT VALUES",
                    "INSERT INTO no_columns DEFAULT VALUES",
                    "CREATE TABLE no_columns_no_rows ()",
                    "CREATE TABLE only_generated (g integer GENERATED ALWAYS AS (1 + 1) STORED)",
                    "INSERT INTO only_generated DEFAULT VALUES",
                    "CREATE TABLE generated (a integer, g integer GENERATED ALWAYS AS (a * 2) STORED, b text)",
                    "INSERT INTO generated (a, b) VALUES (1, 'x'), (NULL, NULL)",
                    "CREATE TABLE identity (id integer GENERATED ALWAYS AS IDENTITY, v text)",
                    "INSERT INTO identity (v) VALUES ('a'), ('b')",
                    "CREATE TABLE only_null (v text)",
                    "INSERT INTO only_null VALUES (NULL), (NULL), ('')",
                    "CREATE TABLE dropped (a integer, gone text, b integer)",
                    "INSERT INTO dropped VALUES (1, 'x', 2)",
                    "ALTER TABLE dropped DROP COLUMN gone",
                    "CREATE TABLE wide ("
                            + IntStream.range(0, 1600)
                                    .mapToObj(i -> "c" + i + " boolean")
                                    .collect(Collectors.joining(", "))
                            + ")",
                    "INSERT INTO wide (c0, c800, c1599) VALUES (true, false, NULL), (NULL, NULL, true)",
                    "CREATE TABLE large (id integer PRIMARY KEY, v text, b bytea)",
                    "INSERT INTO large SELECT i, repeat(E'\"\\\\\\n', 1000000), decode(repeat('00ff5c0a', 500000), 'hex')"
                            + " FROM generate_series(1, 3) AS i",
                    "CREATE TABLE many (id bigint PRIMARY KEY, v text)",
                    "INSERT INTO many SELECT i, 'row ' || i FROM generate_series(1, 100000) AS i");
            requireSame(source, 4);
            requireSame(source, 1);
        }
    }

    @Test
    @DisplayName("F30 hostile names of schemas, tables and columns come back")
    void bringsBackHostileNames() throws Exception {
        try (ContractDatabase source = ContractDatabase.create(adminUrl())) {
            List<String> statements = new ArrayList<>();
            String columns = HOSTILE.stream().map(name -> quote(name) + " text").collect(Collectors.joining(", "));
            String values = HOSTILE.stream()
                    .map(name -> "'" + name.replace("'", "''") + "'")
                    .collect(Collectors.joining(", "));
            for (String name : HOSTILE) {
                String table = quote(name) + "." + quote(name);
                statements.add("CREATE SCHEMA " + quote(name));
                statements.add("CREATE TABLE " + table + " (" + columns + ")");
                statements.add("INSERT INTO " + table + " VALUES (" + values + ")");
                statements.add("CREATE TABLE public." + quote(name) + " (" + quote(name) + " integer)");
                statements.add("INSERT INTO public." + quote(name) + " VALUES (1), (NULL)");
            }
            source.execute(statements.toArray(String[]::new));
            requireSame(source, 3);
        }
    }

    private static String quote(String name) {
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }

    @Test
    void bringsBackADatabaseWithoutTables() throws Exception {
        try (ContractDatabase source = ContractDatabase.create(adminUrl())) {
            requireSame(source, 1);
        }
    }

    @Test
    void bringsBackLargeObjects() throws Exception {
        try (ContractDatabase source = ContractDatabase.create(adminUrl());
                ContractDatabase target = ContractDatabase.create(adminUrl())) {
            source.execute(
                    "SELECT lo_from_bytea(4711, decode(repeat('00ff', 400000), 'hex'))", "SELECT lo_create(4712)");

            restore(backUp(source, 2), target);

            String all = "SELECT string_agg(oid || ' ' || md5(lo_get(oid)), ',' ORDER BY oid)"
                    + " FROM pg_largeobject_metadata";
            assertThat(target.query(all)).isNotNull().isEqualTo(source.query(all));
        }
    }

    @Test
    void listsEveryFileInTheManifest() throws Exception {
        try (ContractDatabase source = ContractDatabase.create(adminUrl())) {
            source.execute("CREATE TABLE t (a text)", "CREATE TABLE \"T\" (a text)", "INSERT INTO t VALUES ('x')");
            Path directory = backUp(source, 1).directory();

            List<String> listed = Backup.open(directory).contents().stream()
                    .map(BackupReport.File::name)
                    .toList();
            TreeSet<String> found = new TreeSet<>();
            try (Stream<Path> files = Files.walk(directory)) {
                files.filter(Files::isRegularFile)
                        .map(file -> directory.relativize(file).toString().replace('\\', '/'))
                        .filter(name -> !name.equals("manifest.json") && !name.equals(".lock"))
                        .forEach(found::add);
            }
            assertThat(listed).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(found);
        }
    }

    @Test
    @DisplayName(
            "F15 F16 F17 a file that is cut off, damaged, gone or swapped is refused before the target is touched, or not read")
    void refusesDamagedFiles() throws Exception {
        try (ContractDatabase source = ContractDatabase.create(adminUrl());
                ContractDatabase target = ContractDatabase.create(adminUrl())) {
            source.execute(
                    "CREATE TABLE first (a integer, b text)",
                    "INSERT INTO first SELECT i, 'text ' || i FROM generate_series(1, 50) AS i",
                    "CREATE TABLE second (a integer, b text)",
                    "INSERT INTO second SELECT i, 'other ' || i FROM generate_series(1, 50) AS i");
            Path directory = backUp(source, 1).directory();
            int refused = 0;
            for (BackupReport.File file : Backup.open(directory).contents()) {
                Path path = directory.resolve(file.name());
                byte[] whole = Files.readAllBytes(path);
                for (byte[] damaged : damages(whole)) {
                    Files.write(path, damaged);
                    refused += refuses(directory, source, target) ? 1 : 0;
                }
                Files.delete(path);
                refused += refuses(directory, source, target) ? 1 : 0;
                Files.write(path, whole);
            }
            assertThat(refused).as("refusals").isGreaterThanOrEqualTo(4);
        }
    }

    private static List<byte[]> damages(byte[] whole) {
        byte[] flipped = whole.clone();
        flipped[whole.length / 2] ^= 1;
        byte[] longer = Arrays.copyOf(whole, whole.length + 1);
        longer[whole.length] = '\n';
        return List.of(
                Arrays.copyOf(whole, whole.length / 2),
                Arrays.copyOf(whole, whole.length - 1),
                new byte[0],
                flipped,
                longer);
    }

    /** Whether a restore is refused; else it must have brought back everything. */
    private boolean refuses(Path directory, ContractDatabase source, ContractDatabase target) throws Exception {
        Throwable failure = catchThrowable(() -> restore(directory, target));
        if (failure != null) {
            assertThat(failure).isInstanceOf(BackupException.class);
            assertThat(target.rows()).isEmpty();
            return true;
        }
        assertThat(target.rows()).isEqualTo(source.rows());
        target.execute("DROP TABLE first, second");
        return false;
    }

    @Test
    @DisplayName("an exporter beside it that fails leaves no backup")
    void leavesNothingBehindWhenAnotherExporterFails() throws Exception {
        try (ContractDatabase source = ContractDatabase.create(adminUrl())) {
            source.execute("CREATE TABLE t (a text)", "INSERT INTO t VALUES ('x')");
            BackupPlan plan = BackupPlan.builder()
                    .source(source.database())
                    .export(exporter(), new FailingExporter())
                    .to(folder)
                    .build();

            assertThat(catchThrowable(() -> plan.run().requireComplete()))
                    .isInstanceOf(BackupException.class)
                    .hasStackTraceContaining(FailingExporter.MESSAGE);
            assertThat(Backup.list(folder)).isEmpty();
        }
    }

    private BackupReport backUp(ContractDatabase source, int connections) {
        return BackupPlan.builder()
                .source(source.database())
                .export(exporter())
                .to(folder)
                .name("contract")
                .connections(connections)
                .build()
                .run()
                .requireComplete();
    }

    private void restore(BackupReport backup, ContractDatabase target) throws IOException {
        restore(backup.directory(), target);
    }

    private void restore(Path directory, ContractDatabase target) {
        RestoreReport report = RestorePlan.builder()
                .from(Backup.open(directory))
                .strategy(strategy())
                .into(target.database())
                .build()
                .run()
                .requireComplete();
        assertThat(report.rows()).isNotNegative();
    }

    private void requireSame(ContractDatabase source, int connections) throws Exception {
        try (ContractDatabase target = ContractDatabase.create(adminUrl())) {
            BackupReport backup = backUp(source, connections);
            restore(backup, target);
            assertThat(target.rows()).isEqualTo(source.rows());
        }
    }
}
