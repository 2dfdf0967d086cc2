package dev.coffer.benchmarks;

import dev.coffer.backup.Backup;
import dev.coffer.backup.Existing;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.RestorePlan;
import dev.coffer.backup.RestoreReport;
import dev.coffer.backup.Scope;
import dev.coffer.backup.testkit.BackupFixture;
import dev.coffer.testsupport.TestDatabase;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.dbunit.database.DatabaseConfig;
import org.dbunit.database.DatabaseConnection;
import org.dbunit.database.DatabaseSequenceFilter;
import org.dbunit.dataset.FilteredDataSet;
import org.dbunit.dataset.IDataSet;
import org.dbunit.dataset.xml.FlatXmlDataSet;
import org.dbunit.dataset.xml.FlatXmlDataSetBuilder;
import org.dbunit.ext.postgresql.PostgresqlDataTypeFactory;
import org.dbunit.operation.DatabaseOperation;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.Table;
import org.jooq.impl.DSL;

/** (e) warm: 30 tables with foreign keys and 510 rows, brought back before each test. */
final class Fixtures {
    private static final int WARM_UP = 80;
    private static final int RUNS = 51;
    private static final int TABLES = 30;
    private static final String TESTKIT = "testkit, connection kept";
    private static final String DBUNIT = "DbUnit CLEAN_INSERT from flat XML";

    private final Lab lab;

    Fixtures(Lab lab) {
        this.lab = lab;
    }

    void run() throws Exception {
        try (TestDatabase source = lab.database();
                Connection from = source.connect();
                Targets targets = new Targets(lab)) {
            Data.fixtures(source, true);
            Path backup = Coffer.backup(source.uri(), lab.fresh("fixtures"), 1, Coffer.JSON, Coffer.CSV);
            DatabaseConnection dbUnitFrom = dbUnit(from);
            IDataSet rows = new FilteredDataSet(new DatabaseSequenceFilter(dbUnitFrom), dbUnitFrom.createDataSet());
            ByteArrayOutputStream xml = new ByteArrayOutputStream();
            FlatXmlDataSet.write(rows, xml);
            DSLContext jooqFrom = DSL.using(from, SQLDialect.POSTGRES);
            List<String> csv = jooqExport(jooqFrom);

            BackupFixture fixture = BackupFixture.of(backup);
            PostgresDatabase pooled = PostgresDatabase.of(OneKept.of(targets.connection()));
            PostgresDatabase given = PostgresDatabase.of(targets.database().uri());
            RestorePlan kept = plan(backup, PostgresDatabase.of(OneKept.of(targets.connection())));
            Connection forDbUnit = targets.connection();
            DSLContext jooqInto = DSL.using(targets.connection(), SQLDialect.POSTGRES);

            Comparison load = new Comparison("Load of (e) into tables that are full: empty and load")
                    .add(TESTKIT, RUNS, () -> fixture.restoreInto(pooled))
                    .add("testkit, connecting each time", RUNS, () -> fixture.restoreInto(given))
                    .add("RestorePlan from CSV, TRUNCATE, connection kept", RUNS, () -> require(kept.run()))
                    .add(
                            DBUNIT,
                            RUNS,
                            () -> DatabaseOperation.CLEAN_INSERT.execute(
                                    dbUnit(forDbUnit),
                                    new FlatXmlDataSetBuilder()
                                            .setColumnSensing(true)
                                            .build(new ByteArrayInputStream(xml.toByteArray()))))
                    .add("jOOQ, DELETE and loadCSV", RUNS, () -> jooqLoad(jooqInto, jooqFrom, csv));
            load.warmUp(WARM_UP).run();
            targets.requireAll();
            Comparison export = new Comparison("Export of (e)")
                    .add(
                            "Coffer to JSON and CSV, files and manifest made durable",
                            11,
                            () -> lab.fresh("out"),
                            () -> Coffer.backup(source.uri(), lab.folder.resolve("out"), 1, Coffer.JSON, Coffer.CSV))
                    .add(
                            "DbUnit to flat XML, in memory",
                            11,
                            () -> FlatXmlDataSet.write(dbUnit(from).createDataSet(), new ByteArrayOutputStream()))
                    .add("jOOQ formatCSV, in memory", 11, () -> jooqExport(jooqFrom));
            export.run();
            lab.page.section(
                    "Fixtures",
                    load.table(TESTKIT) + "\n"
                            + export.table("Coffer to JSON and CSV, files and manifest made durable"));
            lab.page.target(
                    "(e) empty and load, warm, connection kept, PostgreSQL " + lab.server.major() + ", fsync off",
                    load.median(TESTKIT) * 1000,
                    15,
                    " ms");
            lab.page.target("the same against DbUnit's CLEAN_INSERT", load.ratio(TESTKIT, DBUNIT), 1 / 3.0, "");
            TestkitSection testkit = new TestkitSection(lab, backup);
            testkit.reset(source);
            testkit.clones();
        }
    }

    /** Databases that hold (e): each contestant has its own, so that the TRUNCATE of one costs no other its cached plans. */
    private static final class Targets implements AutoCloseable {
        private final Lab lab;
        private final List<TestDatabase> databases = new ArrayList<>();
        private final List<Connection> connections = new ArrayList<>();

        Targets(Lab lab) {
            this.lab = lab;
        }

        TestDatabase database() throws Exception {
            TestDatabase database = lab.database();
            databases.add(database);
            Data.fixtures(database, true);
            return database;
        }

        /** To a database of its own. */
        Connection connection() throws Exception {
            Connection connection = database().connect();
            connections.add(connection);
            return connection;
        }

        void requireAll() throws Exception {
            for (TestDatabase database : databases) {
                try (Connection connection = database.connect()) {
                    Fixtures.requireAll(connection);
                }
            }
        }

        @Override
        public void close() throws Exception {
            for (Connection connection : connections) {
                connection.close();
            }
            databases.forEach(TestDatabase::close);
        }
    }

    private static void requireAll(Connection connection) throws Exception {
        for (int i = 0; i < TABLES; i++) {
            int rows = DSL.using(connection, SQLDialect.POSTGRES).fetchCount(table(i));
            if (rows != 510 / TABLES) {
                throw new IllegalStateException("a table has " + rows + " rows");
            }
        }
    }

    private static void require(RestoreReport report) {
        if (report.rows() != 510) {
            throw new IllegalStateException("restored " + report.rows());
        }
    }

    private static RestorePlan plan(Path backup, PostgresDatabase into) {
        return RestorePlan.builder()
                .from(Backup.open(backup))
                .strategy(Coffer.FROM_CSV)
                .into(into)
                .scope(Scope.DATA_ONLY)
                .existing(Existing.TRUNCATE)
                .build();
    }

    private static DatabaseConnection dbUnit(Connection connection) throws Exception {
        DatabaseConnection dbUnit = new DatabaseConnection(connection, "public");
        dbUnit.getConfig().setProperty(DatabaseConfig.PROPERTY_DATATYPE_FACTORY, new PostgresqlDataTypeFactory());
        return dbUnit;
    }

    private static List<String> jooqExport(DSLContext jooq) {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < TABLES; i++) {
            all.add(jooq.selectFrom(table(i)).fetch().formatCSV());
        }
        return all;
    }

    private static void jooqLoad(DSLContext into, DSLContext types, List<String> csv) throws Exception {
        for (int i = TABLES - 1; i >= 0; i--) {
            into.deleteFrom(table(i)).execute();
        }
        for (int i = 0; i < TABLES; i++) {
            into.loadInto(table(i))
                    .bulkAll()
                    .loadCSV(csv.get(i))
                    .fields(types.selectFrom(table(i)).limit(0).fetch().fields())
                    .nullString("{null}")
                    .execute();
        }
    }

    private static Table<?> table(int i) {
        return DSL.table(DSL.name(String.format(Locale.ROOT, "f%02d", i)));
    }
}
