package dev.coffer.backup.internal.restore;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import dev.coffer.backup.internal.connect.SqlErrors;
import dev.coffer.backup.internal.schema.RightKind;
import dev.coffer.backup.internal.schema.SchemaEntry;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What it means that the server refused to create an entry. */
final class Refusals {
    private static final int SHOWN = 200;
    private static final String UNDEFINED_OBJECT = "42704";
    private static final String NOT_OWNER = "42501";

    /** A role that is not there or may not do it, a right that cannot be passed on, a setting that is not known. */
    private static final Set<String> RIGHTS = Set.of(NOT_OWNER, UNDEFINED_OBJECT, "0LP01", "22023", "2BP01");

    private Refusals() {}

    /** Whether looking for the culprit makes no sense: nothing can be run any more, or somebody wants it to end. */
    static boolean endTheRun(SQLException e) {
        ErrorCode code = SqlErrors.problem(e, "").code();
        return code == ErrorCode.CONNECTION_LOST || code == ErrorCode.INTERRUPTED || state(e).equals("57014");
    }

    /**
     * A policy for a role that the target does not have is left out; row security stays on, so nothing opens (P16). So is a
     * comment on what the server's owner has made, such as the schema public, an event trigger where only a superuser may
     * create one, and what stands for data elsewhere where the role may not use its wrapper: none of them has rows. Rights that the server refuses to give are left out too.
     */
    static boolean skippable(SchemaEntry entry, SQLException e) {
        if (RightKind.of(entry).isPresent()) {
            return RIGHTS.contains(state(e));
        }
        return (entry.kind().equals("policy") && state(e).equals(UNDEFINED_OBJECT))
                || (state(e).equals(NOT_OWNER)
                        && switch (entry.kind()) {
                            case "event trigger",
                                    "comment",
                                    "foreign-data wrapper",
                                    "server",
                                    "foreign table",
                                    "user mapping" -> true;
                            default -> false;
                        });
    }

    static String reason(SQLException e) {
        return SqlErrors.problem(e, "the server refused it").what();
    }

    /**
     * The exception for an entry that could not be created.
     *
     * @param index of the statement that was refused
     */
    static BackupException refused(SchemaEntry entry, int index, SQLException e) {
        String statement = entry.statements().get(index);
        int count = entry.statements().size();
        String doing = "the server refused "
                + (count == 1 ? "to create an object" : "statement " + (index + 1) + " of " + count + " of an object");
        Problem problem = SqlErrors.problem(e, doing);
        Problem shown = new Problem(
                problem.code(), problem.what() + ": " + beginning(statement), problem.where(), problem.hint());
        String hint = hint(entry, e, problem.hint());
        return (hint == null ? shown : shown.hint(hint)).object(entry.id()).exception(SqlErrors.sanitized(e));
    }

    private static String beginning(String statement) {
        String line = statement.replaceAll("\\s+", " ").trim();
        return line.length() <= SHOWN ? line : line.substring(0, line.offsetByCodePoints(0, codePoints(line))) + " …";
    }

    private static int codePoints(String line) {
        return Math.min(SHOWN, line.codePointCount(0, line.length()));
    }

    private static @Nullable String hint(SchemaEntry entry, SQLException e, @Nullable String given) {
        return switch (state(e)) {
            case "42P01", "42883", "42704", "3F000" ->
                needsSearchPath(entry)
                        ? "a function that it calls relies on search_path, which is empty during a restore: in the source run"
                                + " ALTER FUNCTION … SET search_path = … for it, and back up again, or restore with sourceSearchPath()"
                        : "what it needs is neither in the backup nor in the target";
            case "42P07", "42710", "42723", "42P06" ->
                "the target has it already, or it stands in the backup twice: restore into an empty"
                        + " database, or into a new one with intoNewDatabase(server, name)";
            case "42501" -> "connect as the owner of the database, or as a role that may do it";
            case "0A000", "42601" ->
                "the target is a PostgreSQL that does not take this: restore into the version that the backup came from";
            case "23503", "23505", "23514", "23P01", "23502" ->
                "the rows of the backup do not satisfy it: in the source it"
                        + " was not enforced; correct them there and back up again";
            default -> given;
        };
    }

    /** Only these run functions of users while they are created. */
    private static boolean needsSearchPath(SchemaEntry entry) {
        return switch (entry.kind()) {
            case "table", "index", "check constraint", "exclusion constraint", "materialized view data" -> true;
            default -> false;
        };
    }

    private static String state(SQLException e) {
        return Objects.requireNonNullElse(e.getSQLState(), "");
    }
}
