package dev.coffer.backup.internal.schema;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Who may do what with one object, against what a new object of its kind allows. What differs becomes one step for each grantee
 * and grantor, so that a role that a target lacks takes nothing else with it.
 */
final class AccessList {
    private final String owner;
    private final List<AccessItem> usual = new ArrayList<>();
    private final List<AccessItem> held = new ArrayList<>();

    AccessList(String owner) {
        this.owner = owner;
    }

    /** A right that a new object has. */
    void usual(AccessItem item) {
        usual.add(item);
    }

    /** A right that this object has. */
    void held(AccessItem item) {
        held.add(item);
    }

    /**
     * What one grantor gives to one grantee.
     *
     * @param grantee null for PUBLIC
     * @param grantor null for the owner
     * @param statements in order
     * @param roles that must exist
     * @param after names of the steps that must come before
     */
    record Step(
            @Nullable String grantee,
            @Nullable String grantor,
            List<String> statements,
            Set<String> roles,
            Set<String> after) {
        String name() {
            return name(grantee, grantor);
        }

        private static String name(@Nullable String grantee, @Nullable String grantor) {
            return " TO " + (grantee == null ? "PUBLIC" : Sql.quote(grantee))
                    + (grantor == null ? "" : " GRANTED BY " + Sql.quote(grantor));
        }
    }

    /**
     * Returns the steps, those that give a grant option before those that use it.
     *
     * @param target such as {@code TABLE "public"."film"}
     * @param prefix before GRANT and REVOKE; empty, or {@code ALTER DEFAULT PRIVILEGES … }
     */
    List<Step> steps(String target, String prefix) {
        Set<@Nullable String> lost = new LinkedHashSet<>();
        for (AccessItem item : usual) {
            if (!held.contains(item)) {
                lost.add(item.grantee());
            }
        }
        Map<String, List<AccessItem>> groups = new LinkedHashMap<>();
        Map<String, Step> steps = new LinkedHashMap<>();
        for (@Nullable String grantee : lost) {
            open(grantee, owner, groups, steps)
                    .statements()
                    .add(prefix + "REVOKE ALL ON " + target + " FROM " + sql(grantee));
        }
        for (AccessItem item : held) {
            if (lost.contains(item.grantee()) || !usual.contains(item)) {
                Step step = open(item.grantee(), item.grantor(), groups, steps);
                requireNonNull(groups.get(step.name())).add(item);
                if (step.grantor() != null) {
                    step.after().addAll(sources(item));
                }
            }
        }
        steps.forEach((name, step) -> fill(step, requireNonNull(groups.get(name)), target, prefix));
        return inOrder(steps);
    }

    private Step open(
            @Nullable String grantee, String grantor, Map<String, List<AccessItem>> groups, Map<String, Step> steps) {
        String by = grantor.equals(owner) ? null : grantor;
        String name = Step.name(grantee, by);
        groups.computeIfAbsent(name, n -> new ArrayList<>());
        return steps.computeIfAbsent(
                name, n -> new Step(grantee, by, new ArrayList<>(), new TreeSet<>(), new LinkedHashSet<>()));
    }

    /** The steps that may have given the grantor what this item passes on. */
    private Set<String> sources(AccessItem passedOn) {
        return held.stream()
                .filter(item -> item.grantable()
                        && passedOn.grantor().equals(item.grantee())
                        && passedOn.privilege().equals(item.privilege()))
                .map(item -> Step.name(item.grantee(), item.grantor().equals(owner) ? null : item.grantor()))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static void fill(Step step, List<AccessItem> items, String target, String prefix) {
        if (step.grantee() != null) {
            step.roles().add(step.grantee());
        }
        String by = step.grantor();
        if (by != null) {
            step.roles().add(by);
            step.statements().add("SET LOCAL ROLE " + Sql.quote(by));
        }
        for (boolean grantable : new boolean[] {false, true}) {
            Map<String, List<String>> columns = new LinkedHashMap<>();
            for (AccessItem item : items) {
                if (item.grantable() == grantable) {
                    List<String> of = columns.computeIfAbsent(item.privilege(), p -> new ArrayList<>());
                    if (item.column() != null) {
                        of.add(Sql.quote(item.column()));
                    } else {
                        of.add(0, "");
                    }
                }
            }
            grant(columns, step, target, prefix, grantable);
        }
        if (by != null) {
            step.statements().add("RESET ROLE");
        }
    }

    /** Rights to the whole object in one statement, rights to columns in another. */
    private static void grant(
            Map<String, List<String>> columns, Step step, String target, String prefix, boolean grantable) {
        List<String> whole = new ArrayList<>();
        List<String> parts = new ArrayList<>();
        columns.forEach((privilege, of) -> {
            List<String> named = of.stream().filter(column -> !column.isEmpty()).toList();
            if (named.size() < of.size()) {
                whole.add(privilege);
            }
            if (!named.isEmpty()) {
                parts.add(privilege + " (" + String.join(", ", named) + ")");
            }
        });
        for (List<String> privileges : List.of(whole, parts)) {
            if (!privileges.isEmpty()) {
                step.statements()
                        .add(prefix + "GRANT " + String.join(", ", privileges) + " ON " + target + " TO "
                                + sql(step.grantee()) + (grantable ? " WITH GRANT OPTION" : ""));
            }
        }
    }

    private static List<Step> inOrder(Map<String, Step> steps) {
        List<Step> ordered = new ArrayList<>();
        Set<String> waiting = new LinkedHashSet<>(steps.keySet());
        while (!waiting.isEmpty()) {
            String next = waiting.stream()
                    .filter(name ->
                            requireNonNull(steps.get(name)).after().stream().noneMatch(waiting::contains))
                    .findFirst()
                    .orElseGet(() -> waiting.iterator().next());
            waiting.remove(next);
            Step step = requireNonNull(steps.get(next));
            step.after().retainAll(steps.keySet());
            ordered.add(step);
        }
        return ordered;
    }

    private static String sql(@Nullable String role) {
        return role == null ? "PUBLIC" : Sql.quote(role);
    }
}
