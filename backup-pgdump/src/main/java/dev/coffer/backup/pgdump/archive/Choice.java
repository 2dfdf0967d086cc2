package dev.coffer.backup.pgdump.archive;

import dev.coffer.backup.Skip;
import dev.coffer.backup.TableName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which entries of a dump are restored: of chosen tables what they need and what belongs to them, and no foreign key to a table
 * that is not there.
 *
 * @param entries in the order of the dump
 * @param skips what is left out
 */
public record Choice(List<TocEntry> entries, List<Skip> skips) {
    /** What comes with a table or a sequence that is restored, because it is a part of it. */
    private static final Set<String> BELONGS = Set.of(
            "TABLE DATA",
            "TABLE ATTACH",
            "DEFAULT",
            "SEQUENCE",
            "SEQUENCE OWNED BY",
            "SEQUENCE SET",
            "INDEX",
            "INDEX ATTACH",
            "CONSTRAINT",
            "CHECK CONSTRAINT",
            "FK CONSTRAINT",
            "TRIGGER",
            "RULE",
            "POLICY",
            "ROW SECURITY",
            "STATISTICS",
            "COMMENT",
            "SECURITY LABEL",
            "ACL");

    private static final Set<String> RELATIONS = Set.of("TABLE", "VIEW", "MATERIALIZED VIEW", "FOREIGN TABLE");

    private static final String NAME = "(\"(?:[^\"]|\"\")+\"|[^\\s\".(]+)";
    private static final Pattern REFERENCES = Pattern.compile(" REFERENCES " + NAME + "\\." + NAME + "\\s*\\(");

    public Choice {
        entries = List.copyOf(entries);
        skips = List.copyOf(skips);
    }

    /** Everything, but for foreign keys that lead nowhere. */
    public static Choice everything(List<TocEntry> all) {
        return withoutDanglingKeys(all, new ArrayList<>());
    }

    /** The tables that are chosen, and what goes with them. */
    public static Choice tables(List<TocEntry> all, Predicate<TableName> chosen) {
        Map<Integer, TocEntry> byId = new HashMap<>();
        all.forEach(entry -> byId.put(entry.id(), entry));
        Set<Integer> kept = new HashSet<>();
        Set<Integer> owners = new HashSet<>();
        List<Skip> skips = new ArrayList<>();
        for (TocEntry entry : all) {
            if (entry.kind().equals("TABLE")) {
                TableName name = new TableName(entry.schema(), entry.tag());
                if (chosen.test(name)) {
                    kept.add(entry.id());
                    owners.add(entry.id());
                } else {
                    skips.add(new Skip("table " + name, "it is not among the tables that were chosen"));
                }
            }
        }
        Set<String> leftOut = new HashSet<>();
        skips.forEach(skip -> leftOut.add(skip.object()));
        boolean grown = true;
        while (grown) {
            grown = false;
            for (TocEntry entry : all) {
                boolean wanted = kept.contains(entry.id())
                        || (BELONGS.contains(entry.kind())
                                && entry.dependsOn().stream().anyMatch(owners::contains)
                                && !leadsTo(entry, leftOut)
                                && entry.dependsOn().stream().noneMatch(id -> isOtherRelation(byId.get(id), kept)));
                if (wanted) {
                    grown |= kept.add(entry.id());
                    grown |= owners.add(entry.id());
                    for (int needed : entry.dependsOn()) {
                        // A sequence that a default needs is the table's own; other needs come alone.
                        TocEntry other = byId.get(needed);
                        if (other != null) {
                            grown |= kept.add(needed);
                            if (other.kind().equals("SEQUENCE")) {
                                grown |= owners.add(needed);
                            }
                        }
                    }
                }
            }
            if (!grown) {
                Set<String> schemas = new HashSet<>();
                all.stream().filter(entry -> kept.contains(entry.id())).forEach(entry -> schemas.add(entry.schema()));
                for (TocEntry entry : all) {
                    if (entry.kind().equals("SCHEMA") && schemas.contains(entry.tag())) {
                        grown |= kept.add(entry.id());
                    }
                }
            }
        }
        List<TocEntry> entries =
                all.stream().filter(entry -> kept.contains(entry.id())).toList();
        int others = all.size() - entries.size() - skips.size();
        if (others > 0) {
            skips.add(new Skip(
                    others + " other entries of the dump", "they do not belong to the tables that were chosen"));
        }
        return withoutDanglingKeys(entries, skips);
    }

    /** Whose part an entry is that also is a part of something chosen: the key of a child that refers to it. */
    private static boolean isOtherRelation(@Nullable TocEntry entry, Set<Integer> kept) {
        return entry != null && RELATIONS.contains(entry.kind()) && !kept.contains(entry.id());
    }

    private static boolean leadsTo(TocEntry entry, Set<String> leftOut) {
        return entry.kind().equals("FK CONSTRAINT") && leftOut.contains("table " + referenced(entry));
    }

    private static Choice withoutDanglingKeys(List<TocEntry> entries, List<Skip> skips) {
        Set<String> tables = new HashSet<>();
        entries.stream()
                .filter(entry -> entry.kind().equals("TABLE"))
                .forEach(entry -> tables.add(entry.schema() + "." + entry.tag()));
        // A dump of rows alone says nothing of tables.
        if (tables.isEmpty()) {
            return new Choice(entries, skips);
        }
        List<TocEntry> kept = new ArrayList<>();
        for (TocEntry entry : entries) {
            String to = entry.kind().equals("FK CONSTRAINT") ? referenced(entry) : "";
            if (to.isEmpty() || tables.contains(to)) {
                kept.add(entry);
            } else {
                skips.add(new Skip(entry.name(), "it refers to " + to + ", which the dump does not hold"));
            }
        }
        return new Choice(kept, skips);
    }

    private static String referenced(TocEntry key) {
        Matcher matcher = REFERENCES.matcher(key.definition());
        return matcher.find() ? unquoted(matcher.group(1)) + "." + unquoted(matcher.group(2)) : "";
    }

    private static String unquoted(String name) {
        return name.startsWith("\"") ? name.substring(1, name.length() - 1).replace("\"\"", "\"") : name;
    }
}
