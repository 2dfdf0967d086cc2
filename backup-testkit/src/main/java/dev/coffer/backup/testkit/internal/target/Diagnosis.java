package dev.coffer.backup.testkit.internal.target;

import static java.util.Objects.requireNonNull;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import dev.coffer.backup.fixture.internal.schema.Reference;
import dev.coffer.backup.fixture.internal.schema.Sql;
import dev.coffer.backup.fixture.internal.schema.TargetColumn;
import dev.coffer.backup.spi.DatabaseSession;
import dev.coffer.backup.testkit.internal.fixture.FixtureRow;
import dev.coffer.backup.testkit.internal.fixture.Value;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * Finds out which value of a fixture the server refused: loads it once more, row by row, in a transaction that is rolled back. Slow, and
 * only done after a failure.
 */
final class Diagnosis {
    private final DatabaseSession session;
    private final LoadScript script;
    private final Map<String, Place> places = new HashMap<>();

    Diagnosis(DatabaseSession session, LoadScript script) {
        this.session = session;
        this.script = script;
    }

    /** Which row of the fixture came to lie somewhere. */
    private record Place(LoadTable table, int row) {}

    /** What is wrong; nothing where everything could be loaded now. Leaves a transaction open. */
    Optional<BackupException> reason() throws SQLException {
        session.execute(LoadScript.BEGIN);
        deferReferences();
        try {
            session.execute(script.before() + script.empty());
        } catch (SQLException e) {
            return Optional.of(emptying(e));
        }
        for (LoadTable table : script.inOrder()) {
            if (table.drawsFromSequences()) {
                session.execute(SequenceMoves.beforeDrawing(table));
            }
            for (int row = 0; row < table.fixture().rows().size(); row++) {
                Optional<BackupException> refused = insert(table, row);
                if (refused.isPresent()) {
                    return refused;
                }
            }
        }
        return orphan();
    }

    private BackupException emptying(SQLException e) {
        if ("42501".equals(e.getSQLState())) {
            return Problem.of(
                            ErrorCode.PERMISSION,
                            "the role may not empty the tables of the fixture, or not stop their triggers")
                    .hint("connect as the owner of the tables")
                    .exception(session.sanitized(e));
        }
        return session.translate(e, "emptying the tables of the fixture");
    }

    /** So that rows are judged one by one before those that they refer to are there. */
    private void deferReferences() throws SQLException {
        List<Reference> own = script.schema().references().stream()
                .filter(reference -> !reference.inherited())
                .filter(reference -> script.order().tables().contains(reference.from()))
                .toList();
        session.execute("SAVEPOINT coffer");
        try {
            for (Reference reference : own) {
                session.execute(reference.defer());
            }
            session.execute("RELEASE SAVEPOINT coffer");
        } catch (SQLException e) {
            // Who may not has each row judged at once.
            session.execute("ROLLBACK TO SAVEPOINT coffer");
        }
    }

    private Optional<BackupException> insert(LoadTable table, int row) throws SQLException {
        session.execute("SAVEPOINT coffer");
        try {
            @Nullable String[] where = session.query(table.insert(row)).get(0).get(0);
            places.put(where[0] + " " + where[1], new Place(table, row));
            session.execute("RELEASE SAVEPOINT coffer");
            return Optional.empty();
        } catch (SQLException e) {
            session.execute("ROLLBACK TO SAVEPOINT coffer");
            return Optional.of(refused(table, row, e));
        }
    }

    private BackupException refused(LoadTable table, int row, SQLException e) throws SQLException {
        ServerErrorMessage server = e instanceof PSQLException driver ? driver.getServerErrorMessage() : null;
        String constraint = server == null ? "" : Objects.requireNonNullElse(server.getConstraint(), "");
        String column = server == null ? "" : Objects.requireNonNullElse(server.getColumn(), "");
        String state = Objects.requireNonNullElse(e.getSQLState(), "");
        return switch (state) {
            case "23505" -> duplicate(table, row, constraint);
            case "23502" ->
                table.fixture()
                        .problem(
                                ErrorCode.DATA_REFUSED,
                                "the column must have a value: it is NOT NULL"
                                        + (table.fixture()
                                                        .rows()
                                                        .get(row)
                                                        .values()
                                                        .containsKey(column)
                                                ? ""
                                                : " and has no default"),
                                row,
                                column)
                        .table(table.target().name())
                        .hint("give it a " + type(table, column))
                        .exception();
            case "23503" -> broken(table, row, constraint);
            case "23514" ->
                at(table, row, "the row violates the check " + constraint)
                        .hint("it must hold: " + definition(table, constraint))
                        .exception();
            case "23P01" ->
                at(table, row, "the row meets another one in the exclusion constraint " + constraint)
                        .hint("it must hold: " + definition(table, constraint))
                        .exception();
            case "428C9" -> session.translate(e, "loading " + table.target().name());
            default -> wrongValue(table, row, e);
        };
    }

    private static String type(LoadTable table, String column) {
        return table.target().column(column).map(TargetColumn::type).orElse("value");
    }

    private static Problem at(LoadTable table, int row, String what) {
        return table.fixture()
                .problem(ErrorCode.DATA_REFUSED, what, row)
                .table(table.target().name());
    }

    private String definition(LoadTable table, String constraint) throws SQLException {
        List<@Nullable String[]> found = session.query("SELECT pg_catalog.pg_get_constraintdef(c.oid) FROM"
                        + " pg_catalog.pg_constraint c WHERE c.conname = " + Sql.literal(constraint)
                        + " AND c.conrelid IN ("
                        + SequenceMoves.regclass(table.target().name()) + ", "
                        + SequenceMoves.regclass(table.target().root()) + ")")
                .get(0);
        return found.isEmpty() ? constraint : requireNonNull(found.get(0)[0]);
    }

    private BackupException duplicate(LoadTable table, int row, String constraint) throws SQLException {
        List<String> key = session
                .query(
                        "SELECT a.attname FROM pg_catalog.pg_index i JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid"
                                + " AND a.attnum = ANY (i.indkey) JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid"
                                + " WHERE c.relname = " + Sql.literal(constraint) + " AND i.indrelid IN ("
                                + SequenceMoves.regclass(table.target().name()) + ", "
                                + SequenceMoves.regclass(table.target().root()) + ") ORDER BY a.attnum")
                .get(0)
                .stream()
                .map(found -> requireNonNull(found[0]))
                .toList();
        Problem problem = at(
                table,
                row,
                "the row has the key of another one: " + constraint + " (" + String.join(", ", key) + ") is unique");
        if (!key.isEmpty()) {
            problem = problem.column(String.join(", ", key))
                    .line(table.fixture().rows().get(row).lineOf(key.get(0)));
        }
        return problem.hint(first(table, row, key)
                        .map(line -> "the other one is at line " + line)
                        .orElse("give each row a key of its own"))
                .exception();
    }

    private static Optional<Long> first(LoadTable table, int row, List<String> key) {
        List<FixtureRow> rows = table.fixture().rows();
        for (int other = 0; other < row; other++) {
            FixtureRow candidate = rows.get(other);
            if (candidate.line() > 0
                    && !key.isEmpty()
                    && key.stream().allMatch(column -> same(candidate, rows.get(row), column))) {
                return Optional.of(candidate.line());
            }
        }
        return Optional.empty();
    }

    private static boolean same(FixtureRow a, FixtureRow b, String column) {
        Value one = a.values().get(column);
        Value other = b.values().get(column);
        return one != null && other != null && Objects.equals(one.text(), other.text());
    }

    private BackupException broken(LoadTable table, int row, String constraint) {
        return script.schema().references().stream()
                .filter(reference -> reference.name().equals(constraint)
                        && (reference.from().equals(table.target().name())
                                || reference.from().equals(table.target().root())))
                .findFirst()
                .map(reference -> broken(table, row, reference))
                .orElseGet(() ->
                        at(table, row, "the row refers to none: " + constraint).exception());
    }

    private static BackupException broken(LoadTable table, int row, Reference reference) {
        String columns = String.join(", ", reference.columns());
        return at(
                        table,
                        row,
                        "the row refers to none: " + columns + " must be that of a row of " + reference.to() + " ("
                                + String.join(", ", reference.keys()) + ")")
                .column(columns)
                .line(table.fixture().rows().get(row).lineOf(reference.columns().get(0)))
                .hint("add that row of " + reference.to() + " to the fixture, or let " + columns + " name another")
                .exception();
    }

    private Optional<BackupException> orphan() throws SQLException {
        for (Reference reference : script.schema().references()) {
            if (reference.inherited() || !script.order().tables().contains(reference.from())) {
                continue;
            }
            String given = reference.columns().stream()
                    .map(column -> "c." + Sql.quote(column) + " IS NOT NULL")
                    .collect(Collectors.joining(" AND "));
            StringBuilder same = new StringBuilder();
            for (int i = 0; i < reference.columns().size(); i++) {
                same.append(i == 0 ? "" : " AND ")
                        .append("p.")
                        .append(Sql.quote(reference.keys().get(i)))
                        .append(" = c.")
                        .append(Sql.quote(reference.columns().get(i)));
            }
            List<@Nullable String[]> found = session.query(
                            "SELECT c.tableoid, c.ctid FROM " + Sql.quote(reference.from())
                                    + " c WHERE " + given + " AND NOT EXISTS (SELECT FROM " + Sql.quote(reference.to())
                                    + " p WHERE " + same + ") ORDER BY c.tableoid, c.ctid LIMIT 1")
                    .get(0);
            if (!found.isEmpty()) {
                Place place = places.get(found.get(0)[0] + " " + found.get(0)[1]);
                if (place != null) {
                    return Optional.of(broken(place.table(), place.row(), reference));
                }
            }
        }
        return Optional.empty();
    }

    /** Lets the server read each value by itself, as the type of its column. */
    private BackupException wrongValue(LoadTable table, int row, SQLException e) throws SQLException {
        for (TargetColumn column : table.columns()) {
            Value value = table.fixture().rows().get(row).values().get(column.name());
            if (value == null || value.isNull() || reads(table, column, value)) {
                continue;
            }
            return table.fixture()
                    .problem(ErrorCode.DATA_REFUSED, "the value is not of type " + column.type(), row, column.name())
                    .table(table.target().name())
                    .hint("write it as PostgreSQL reads " + column.type())
                    .exception(session.sanitized(e));
        }
        BackupException translated = session.translate(e, "loading a row");
        return Problem.of(translated.code(), translated.problem().what())
                .table(table.target().name())
                .row(row + 1L)
                .file(table.fixture().file())
                .line(table.fixture().rows().get(row).line())
                .hint("the server refused the row as a whole, not one of its values")
                .exception(session.sanitized(e));
    }

    private boolean reads(LoadTable table, TargetColumn column, Value value) throws SQLException {
        session.execute("SAVEPOINT coffer");
        try {
            String literal = String.valueOf(LoadTable.literal(column, value));
            session.query(
                    column.json()
                            ? "SELECT " + literal + "::pg_catalog." + column.base()
                            : "SELECT pg_catalog.json_populate_record(NULL::"
                                    + Sql.quote(table.target().name())
                                    + ", pg_catalog.json_build_object(" + Sql.literal(column.name()) + ", " + literal
                                    + "::pg_catalog.text))");
            return true;
        } catch (SQLException e) {
            return false;
        } finally {
            session.execute("ROLLBACK TO SAVEPOINT coffer");
        }
    }
}
