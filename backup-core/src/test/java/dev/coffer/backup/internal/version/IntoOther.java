package dev.coffer.backup.internal.version;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.coffer.backup.Backup;
import dev.coffer.backup.BackupException;
import dev.coffer.backup.BackupPlan;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.RestorePlan;
import dev.coffer.backup.internal.restore.LinesExporter;
import dev.coffer.testsupport.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A backup that goes into a server of another version. */
final class IntoOther {
    private IntoOther() {}

    static Path backup(TestDatabase source, Path folder) {
        return BackupPlan.builder()
                .source(PostgresDatabase.of(source.uri()))
                .export(new LinesExporter())
                .to(folder)
                .build()
                .run()
                .directory();
    }

    static RestorePlan plan(Path backup, TestDatabase target) {
        return RestorePlan.builder()
                .from(Backup.open(backup))
                .strategy(LinesExporter.strategy())
                .into(PostgresDatabase.of(target.uri()))
                .build();
    }

    /** What the plan says that the target does not know, after it stopped with nothing done. */
    static List<String> refused(Path backup, TestDatabase target, int needed) {
        String before = objects(target);
        BackupException failure =
                assertThrows(BackupException.class, () -> plan(backup, target).run());
        assertThat(failure.code()).isEqualTo(ErrorCode.UNSUPPORTED_SERVER);
        String start = "the target is PostgreSQL "
                + requireNonNull(target.query("SHOW server_version")).split(" ", -1)[0]
                + ", which does not know what the backup holds: ";
        String end = "\nHint: restore into PostgreSQL " + needed + " or newer, or choose tables without these";
        assertThat(failure.getMessage()).startsWith(start).endsWith(end);
        assertThat(objects(target)).isEqualTo(before);
        return named(failure.getMessage()
                .substring(start.length(), failure.getMessage().length() - end.length()));
    }

    /** What stands one after another, each with its version. */
    static List<String> named(String list) {
        return List.of(list.split("(?<=, since \\d\\d\\)), ", -1));
    }

    /** The user's objects, but for NOT NULL constraints, which are objects since 18 only. */
    static String objects(TestDatabase database) {
        String all = Stream.of(
                        "class WHERE relnamespace <> 'pg_toast'::regnamespace",
                        "constraint WHERE contype <> 'n'",
                        "proc",
                        "rewrite WHERE rulename <> '_RETURN'",
                        "trigger WHERE NOT tgisinternal",
                        "collation",
                        "am",
                        "publication",
                        "publication_rel",
                        "event_trigger",
                        "subscription WHERE subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())")
                .map(part -> "SELECT 'pg_" + part.split(" ", -1)[0] + "'::regclass, oid FROM pg_" + part)
                .collect(Collectors.joining(" UNION ALL "));
        return requireNonNull(
                database.query(
                        "SELECT coalesce(string_agg(i.type || ' ' || i.identity, ', ' ORDER BY i.type, i.identity), '')"
                                + " FROM (" + all
                                + ") o(class, oid), pg_identify_object(class, oid, 0) i WHERE oid >= 16384"
                                + " AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = class AND d.objid = o.oid AND d.deptype = 'e')"));
    }
}
