package dev.coffer.backup.internal.restore;

import static java.util.function.Function.identity;

import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Existing;
import dev.coffer.backup.Problem;
import dev.coffer.backup.TableName;
import dev.coffer.backup.internal.schema.SchemaEntry;
import dev.coffer.backup.internal.schema.Sql;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Decides what is done with objects that exist: which are dropped, which are created, which stay. The target is described by the
 * same entries as a backup, so an object exists when there is an entry with its id, whatever its kind.
 */
final class LiveObjects {
    /** What is part of something else, and goes with it. */
    private static final Set<String> PARTS = Set.of(
            "primary key",
            "unique constraint",
            "exclusion constraint",
            "check constraint",
            "not-null constraint",
            "domain constraint",
            "foreign key",
            "index",
            "index attachment",
            "trigger",
            "trigger state",
            "rule",
            "policy",
            "row security",
            "statistics",
            "default",
            "sequence owner",
            "comment",
            "large object comment",
            "security label",
            "revoke",
            "materialized view data");

    private final List<SchemaEntry> planned;
    private final TargetState target;
    private final Map<String, SchemaEntry> there;

    LiveObjects(List<SchemaEntry> planned, TargetState target) {
        this.planned = planned;
        this.target = target;
        this.there = target.entries().stream()
                .collect(Collectors.toMap(SchemaEntry::id, identity(), (first, again) -> first));
    }

    /**
     * What is done.
     *
     * @param drops what goes first, in this order
     * @param creates in order
     * @param keeps what stays as it is
     */
    record Decision(List<SchemaEntry> drops, List<SchemaEntry> creates, List<Kept> keeps) {}

    /**
     * An object that stays.
     *
     * @param differs whether the backup would have made another one
     */
    record Kept(SchemaEntry entry, boolean differs) {}

    Decision decide(Existing existing) {
        return existing == Existing.CLEAN ? clean() : complete();
    }

    /** Schemas and extensions are no more than the place of what lies in them, which may be others' too. */
    private static boolean stays(SchemaEntry entry) {
        return entry.kind().equals("schema") || entry.kind().equals("extension");
    }

    private Decision clean() {
        Set<String> dropped = new HashSet<>();
        List<Kept> keeps = new ArrayList<>();
        List<SchemaEntry> creates = new ArrayList<>();
        Set<String> basic = basic();
        for (SchemaEntry entry : planned) {
            SchemaEntry now = there.get(entry.id());
            if (now != null && (stays(entry) || basic.contains(entry.id()))) {
                keeps.add(kept(entry, now));
            } else {
                creates.add(entry);
                if (now != null) {
                    dropped.add(entry.id());
                }
            }
        }
        refuseTaken(
                creates.stream().filter(entry -> !dropped.contains(entry.id())).toList());
        refuseDependents(dropped);
        return new Decision(drops(dropped), creates, keeps);
    }

    /** A base type and its functions need each other, so that only CASCADE could drop them (P10): they stay. */
    private Set<String> basic() {
        Set<String> ids = new HashSet<>();
        for (SchemaEntry entry : target.entries()) {
            if (entry.kind().equals("base type")) {
                ids.add(entry.id());
                ids.addAll(entry.dependsOn());
                ids.add("base type placeholder " + entry.identity());
            }
        }
        return ids;
    }

    private static Kept kept(SchemaEntry entry, SchemaEntry now) {
        return new Kept(now, !now.statements().equals(entry.statements()));
    }

    private List<SchemaEntry> drops(Set<String> dropped) {
        Set<TableName> tables = target.entries().stream()
                .filter(entry -> dropped.contains(entry.id()) && !PARTS.contains(entry.kind()))
                .map(SchemaEntry::table)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        Set<String> owned = target.entries().stream()
                .filter(entry -> entry.kind().equals("sequence owner") && tables.contains(entry.table()))
                .map(SchemaEntry::identity)
                .collect(Collectors.toSet());
        List<SchemaEntry> drops = new ArrayList<>();
        for (SchemaEntry entry : target.entries()) {
            boolean reference = entry.kind().equals("foreign key") && tables.contains(entry.table());
            boolean whole = dropped.contains(entry.id())
                    && !(PARTS.contains(entry.kind()) && goesAlong(entry, dropped))
                    && !(entry.kind().equals("sequence") && owned.contains(entry.identity()));
            if (entry.drop() != null && (reference || whole)) {
                drops.add(entry);
            }
        }
        Collections.reverse(drops);
        return drops;
    }

    private static boolean goesAlong(SchemaEntry part, Set<String> dropped) {
        return part.dependsOn().stream().anyMatch(dropped::contains);
    }

    /** Nothing is dropped with CASCADE, so nothing else may need what is dropped (P10). */
    private void refuseDependents(Set<String> dropped) {
        Set<TableName> tables = target.entries().stream()
                .filter(entry -> dropped.contains(entry.id()))
                .map(SchemaEntry::table)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        List<String> dependents = target.entries().stream()
                .filter(entry -> !dropped.contains(entry.id()) && goesAlong(entry, dropped))
                .filter(entry -> entry.drop() != null && !(entry.table() != null && tables.contains(entry.table())))
                .map(SchemaEntry::id)
                .toList();
        if (!dependents.isEmpty()) {
            throw Problem.of(
                            ErrorCode.TARGET_MISMATCH,
                            "objects outside of the plan depend on what would be dropped: "
                                    + Preflight.listed(dependents, text -> text))
                    .hint(
                            "drop these yourself and create them again afterwards, or choose existing(Existing.TRUNCATE), which"
                                    + " keeps the tables")
                    .exception();
        }
    }

    private Decision complete() {
        List<Kept> keeps = new ArrayList<>();
        List<SchemaEntry> creates = new ArrayList<>();
        for (SchemaEntry entry : planned) {
            SchemaEntry now = there.get(entry.id());
            if (entry.kind().equals("materialized view data") || entry.ofData()) {
                creates.add(entry);
            } else if (now != null) {
                keeps.add(kept(entry, now));
            } else if (!writtenInside(entry)) {
                creates.add(entry);
            }
        }
        refuseTaken(creates);
        return new Decision(List.of(), creates, keeps);
    }

    /** What is an entry of its own here may be part of another entry there. */
    private boolean writtenInside(SchemaEntry entry) {
        if (entry.kind().endsWith(" placeholder")) {
            return there.containsKey(entry.id().replaceFirst(" placeholder", ""));
        }
        List<SchemaEntry> owners = entry.dependsOn().stream()
                .map(there::get)
                .filter(Objects::nonNull)
                .toList();
        return switch (entry.kind()) {
            case "default" -> !owners.isEmpty();
            case "check constraint", "not-null constraint", "domain constraint" -> {
                String name = entry.identity().substring(entry.identity().indexOf(' ') + 1);
                yield owners.stream()
                        .flatMap(owner -> owner.statements().stream())
                        .anyMatch(sql -> sql.contains("CONSTRAINT " + Sql.quote(name)));
            }
            default -> false;
        };
    }

    /** Where something else has the name, nothing can be created by it. */
    private void refuseTaken(List<SchemaEntry> creates) {
        List<String> taken = creates.stream()
                .filter(entry -> EntryClass.of(entry.kind())
                        .map(space ->
                                target.objects().getOrDefault(space, Set.of()).contains(entry.identity()))
                        .orElse(false))
                .map(SchemaEntry::id)
                .toList();
        if (!taken.isEmpty()) {
            throw Problem.of(
                            ErrorCode.TARGET_MISMATCH,
                            "the target has something of another kind by the name of "
                                    + Preflight.listed(taken, id -> id))
                    .hint("rename or drop it there, or restore into a new database with intoNewDatabase(server, name)")
                    .exception();
        }
    }
}
