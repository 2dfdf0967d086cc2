package dev.coffer.backup.internal.backup;

import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import dev.coffer.backup.Skip;
import dev.coffer.backup.TableName;
import dev.coffer.backup.internal.message.Few;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Refuses tables of which the role would read nothing, or less than there is. */
final class Refusals {
    private Refusals() {}

    static void check(List<PlannedTable> tables, String user) {
        List<SourceLook.Refusal> refusals = of(tables, user);
        if (!refusals.isEmpty()) {
            throw refusals.get(0).problem().exception();
        }
    }

    /** Refuses rows that nothing could be loaded into: what the server prints of their table cannot be run (F32). */
    static void definitions(List<PlannedTable> tables, List<Skip> skips) {
        Set<String> leftOut = skips.stream().map(Skip::object).collect(Collectors.toSet());
        List<TableName> undefined = those(tables, table -> leftOut.contains("table " + table.name()));
        if (!undefined.isEmpty()) {
            throw refusal(
                            ErrorCode.UNSUPPORTED_SERVER,
                            undefined,
                            "the server prints a definition that would do something else when it is run, of ")
                    .hint(
                            "somebody has written more than a field into an EXTRACT(…) of a default, a check or a generated"
                                    + " column: correct it, and update the server to its newest minor version; or leave these"
                                    + " tables out with TableSelection.exclude(…)")
                    .exception();
        }
    }

    static List<SourceLook.Refusal> of(List<PlannedTable> tables, String user) {
        List<SourceLook.Refusal> refusals = new ArrayList<>();
        List<TableName> unreadable = those(tables, table -> !table.live().readable());
        if (!unreadable.isEmpty()) {
            Problem problem = refusal(ErrorCode.PERMISSION, unreadable, "the role \"" + user + "\" may not read ")
                    .hint(
                            "as the owner: GRANT USAGE ON SCHEMA … and GRANT SELECT ON … TO the role, or the membership in"
                                    + " pg_read_all_data; or leave these tables out with TableSelection.exclude(…)");
            refusals.add(new SourceLook.Refusal(problem, unreadable));
        }
        List<TableName> hidden = those(tables, table -> table.live().rowsHidden());
        if (!hidden.isEmpty()) {
            Problem problem = refusal(
                            ErrorCode.ROW_SECURITY,
                            hidden,
                            "row security would hide rows from the role \"" + user + "\" of ")
                    .hint("use a role with BYPASSRLS, or the owner of tables without FORCE ROW LEVEL SECURITY; or leave"
                            + " these tables out with TableSelection.exclude(…)");
            refusals.add(new SourceLook.Refusal(problem, hidden));
        }
        return refusals;
    }

    private static List<TableName> those(List<PlannedTable> tables, Predicate<PlannedTable> which) {
        return tables.stream().filter(which).map(PlannedTable::name).toList();
    }

    private static Problem refusal(ErrorCode code, List<TableName> tables, String what) {
        if (tables.size() == 1) {
            return Problem.of(code, what + "a table").table(tables.get(0));
        }
        return Problem.of(code, what + tables.size() + " tables: " + Few.names(tables));
    }
}
