package dev.coffer.backup.internal.restore;

import dev.coffer.backup.Skip;
import dev.coffer.backup.internal.catalogue.Catalogue;
import dev.coffer.backup.internal.restore.RestoreWishes.Wish;
import dev.coffer.backup.internal.schema.LeftOut;
import dev.coffer.backup.internal.schema.RightKind;
import dev.coffer.backup.internal.schema.SchemaEntry;
import dev.coffer.backup.internal.schema.Sql;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Owners, grants and database settings, as far as the plan asks for them and the target has the roles that they name. */
final class Rights {
    /** What ALTER ROLE and ALTER DATABASE take although {@code pg_settings} does not have it. */
    private static final Set<String> SETTINGS_THAT_NO_VIEW_SHOWS = Set.of("role", "seed");

    private static final int MAINTAIN = 170000;
    private static final int LARGE_OBJECT_DEFAULTS = 180000;
    private static final String LARGE_OBJECT = "LARGE OBJECT ";

    private final RestoreWishes wishes;
    private final TargetState target;
    private final TargetFacts facts;

    Rights(RestoreWishes wishes, TargetState target, TargetFacts facts) {
        this.wishes = wishes;
        this.target = target;
        this.facts = facts;
    }

    /**
     * Returns what is to be run after the entries.
     *
     * @param created the entries that will be created; what exists keeps its rights
     * @param skips is added to
     */
    List<SchemaEntry> select(Catalogue catalogue, List<SchemaEntry> created, boolean rows, List<Skip> skips) {
        if (!wishes.anyRight()) {
            return List.of();
        }
        Set<String> there = new HashSet<>();
        created.forEach(entry -> there.add(entry.id()));
        there.add("schema public");
        LeftOut leftOut = new LeftOut(new ArrayList<>());
        List<Skip> named = new ArrayList<>();
        List<SchemaEntry> selected = new ArrayList<>();
        for (SchemaEntry right : catalogue.rights()) {
            if (!wanted(right, rows)) {
                continue;
            }
            boolean unowned = right.dependsOn().stream()
                    .allMatch(id -> there.contains(id) || leftOut.contains(id) || isRight(id));
            if (!unowned) {
                continue;
            }
            String obstacle = obstacle(right);
            String why = obstacle == null ? leftOut.missing(right) : obstacle;
            if (why == null) {
                selected.add(forTarget(right, catalogue.server().database()));
            } else {
                leftOut.add(right, why);
                named.add(new Skip(right.id(), why));
            }
        }
        skips.addAll(named);
        return selected;
    }

    private static boolean isRight(String id) {
        return id.startsWith(RightKind.GRANT + " ") || id.startsWith(RightKind.OWNER_GRANT + " ");
    }

    private boolean wanted(SchemaEntry right, boolean rows) {
        if (right.identity().startsWith(LARGE_OBJECT) && !rows) {
            return false;
        }
        return switch (RightKind.of(right).orElseThrow()) {
            case OWNER -> wishes.has(Wish.OWNERS);
            case GRANT, DEFAULT_PRIVILEGES -> wishes.has(Wish.GRANTS);
            case OWNER_GRANT -> wishes.has(Wish.OWNERS) && wishes.has(Wish.GRANTS);
            case DATABASE_SETTING -> wishes.has(Wish.DATABASE_SETTINGS);
        };
    }

    private @Nullable String obstacle(SchemaEntry right) {
        String missing = missingRole(right, facts);
        if (missing != null) {
            return missing;
        }
        RightKind kind = RightKind.of(right).orElseThrow();
        if (!facts.superuser() && (kind == RightKind.OWNER || kind == RightKind.DEFAULT_PRIVILEGES)) {
            for (String role : kind == RightKind.OWNER ? right.roles() : forRole(right)) {
                if (!Boolean.TRUE.equals(facts.roles().get(role))) {
                    return "the role " + target.role() + " may not act as the role " + role;
                }
            }
        }
        if (kind == RightKind.DEFAULT_PRIVILEGES
                && right.identity().contains(" ON LARGE OBJECTS TO ")
                && target.versionNumber() < LARGE_OBJECT_DEFAULTS) {
            return "the target server does not know default privileges on large objects";
        }
        return kind == RightKind.DATABASE_SETTING ? unknownSetting(right) : null;
    }

    /** Why an entry cannot be created for want of a role; null where all are there. */
    static @Nullable String missingRole(SchemaEntry entry, TargetFacts facts) {
        for (String role : entry.roles()) {
            if (!facts.roles().containsKey(role)) {
                return "the target does not have the role " + role;
            }
        }
        return null;
    }

    private static List<String> forRole(SchemaEntry right) {
        return right.roles().stream()
                .filter(role -> right.identity().startsWith("FOR ROLE " + Sql.quote(role)))
                .toList();
    }

    private @Nullable String unknownSetting(SchemaEntry right) {
        int at = right.identity().lastIndexOf(" SET \"");
        if (at < 0) {
            return null;
        }
        String name = right.identity().substring(at + 6, right.identity().length() - 1);
        boolean known = name.contains(".")
                || SETTINGS_THAT_NO_VIEW_SHOWS.contains(name)
                || facts.settings().stream()
                        .anyMatch(setting -> setting.toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT)));
        if (!known) {
            return "the target server does not know the setting " + name;
        }
        String statement = right.statements().get(0);
        return name.equals("default_toast_compression")
                        && facts.compressions().stream().noneMatch(way -> statement.endsWith(Sql.literal(way)))
                ? "the target server was built without that compression"
                : null;
    }

    /** The database has another name there, and a server before 17 no right to maintain a table. */
    private SchemaEntry forTarget(SchemaEntry right, String database) {
        List<String> statements = new ArrayList<>();
        for (String statement : right.statements()) {
            String text = DatabaseName.replace(statement, database, target.database());
            if (target.versionNumber() < MAINTAIN) {
                text = withoutMaintain(text);
            }
            if (!text.isEmpty()) {
                statements.add(text);
            }
        }
        return right.withStatements(statements);
    }

    private static String withoutMaintain(String statement) {
        int grant = statement.startsWith("GRANT ") ? 0 : statement.indexOf(" GRANT ") + 1;
        int on = statement.indexOf(" ON ");
        if (on < 0 || grant > on || (grant == 0 && !statement.startsWith("GRANT "))) {
            return statement;
        }
        int from = grant + "GRANT ".length();
        List<String> privileges =
                new ArrayList<>(List.of(statement.substring(from, on).split(", ")));
        if (!privileges.remove("MAINTAIN")) {
            return statement;
        }
        return privileges.isEmpty()
                ? ""
                : statement.substring(0, from) + String.join(", ", privileges) + statement.substring(on);
    }
}
