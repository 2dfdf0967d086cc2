package dev.coffer.backup.internal.restore;

import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Existing;
import dev.coffer.backup.Problem;
import dev.coffer.backup.Scope;
import dev.coffer.backup.Skip;
import dev.coffer.backup.internal.catalogue.Catalogue;
import dev.coffer.backup.internal.connect.Session;
import dev.coffer.backup.internal.message.Few;
import dev.coffer.backup.internal.provider.ProviderSigns;
import dev.coffer.backup.internal.restore.RestoreWishes.Wish;
import dev.coffer.backup.internal.schema.LeftOut;
import dev.coffer.backup.internal.schema.SchemaEntry;
import dev.coffer.backup.internal.schema.Sql;
import dev.coffer.backup.internal.version.AcrossVersions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** Refuses a target before it is touched, or says what is to be created in it. */
final class Preflight {
    private static final int OLDEST = 140000;
    private static final String REFRESH = "materialized view data";

    private final Session session;
    private final Catalogue catalogue;
    private final TargetState target;
    private final TargetFacts facts;
    private final RestoreWishes wishes;
    private final Extensions extensions;
    private final TargetProvider provider;
    private final List<Skip> skips = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    private Preflight(
            Session session,
            Catalogue catalogue,
            TargetState target,
            TargetFacts facts,
            RestoreWishes wishes,
            TargetProvider provider) {
        this.session = session;
        this.catalogue = catalogue;
        this.target = target;
        this.facts = facts;
        this.wishes = wishes;
        this.extensions = new Extensions(wishes, target, facts);
        this.provider = provider;
    }

    static RestoreActions check(Session session, RestoreSource source, TargetState target, RestoreSettings settings) {
        TargetFacts facts = TargetFacts.read(session);
        TargetProvider provider = new TargetProvider(
                ProviderSigns.profile(settings.wishes().profile(), session, settings.target()),
                target,
                source.catalogue().entries(),
                settings.newDatabase() != null);
        Preflight preflight = new Preflight(session, source.catalogue(), target, facts, settings.wishes(), provider);
        preflight.skips.addAll(source.skips());
        preflight.server();
        preflight.encoding();
        served(source, settings);
        // A program brings back what its own file holds, which knows no conditions.
        if (settings.scope() != Scope.SCHEMA_ONLY && !source.strategy().connects()) {
            partial(source, settings);
        }
        LiveObjects.Decision objects = preflight.objects(settings);
        RestoreSource possible = Reduced.of(source, preflight.skips);
        List<TableAction> tables = TableDecisions.of(possible, settings, target, preflight.warnings);
        LiveTables live =
                new LiveTables(tables.stream().filter(TableAction::exists).toList(), target, settings.existing());
        LiveRights.check(live, settings, possible.catalogue().sequences(), target);
        live.check(session);
        List<SchemaEntry> rights = settings.scope() == Scope.DATA_ONLY
                ? List.of()
                : new Rights(settings.wishes(), target, facts)
                        .select(
                                source.catalogue(),
                                objects.creates(),
                                settings.scope() == Scope.EVERYTHING,
                                preflight.skips);
        if (settings.strict() && !preflight.skips.isEmpty()) {
            throw Problem.of(
                            ErrorCode.INCOMPLETE,
                            "the restore would leave out: " + listed(preflight.skips, Skip::toString))
                    .hint("provide what is missing on the target, or accept it by not calling strict()")
                    .exception();
        }
        return new RestoreActions(
                objects.drops(),
                objects.creates(),
                rights,
                objects.keeps(),
                inOrder(tables, live),
                live,
                preflight.several(source, settings, objects, tables.size()),
                preflight.skips,
                preflight.warnings);
    }

    /** One transaction, unless the server's lock table cannot take what it would lock (P5). */
    private boolean several(RestoreSource source, RestoreSettings settings, LiveObjects.Decision objects, int tables) {
        if (settings.jobs() > 1) {
            return true;
        }
        long locks =
                Locks.of(objects.creates(), tables) + (long) objects.drops().size() * Locks.TABLE;
        if (locks <= target.lockTable() || source.strategy().connects()) {
            return false;
        }
        if (settings.scope() == Scope.DATA_ONLY || settings.existing() != Existing.REFUSE) {
            throw Problem.of(
                            ErrorCode.UNSUPPORTED_SERVER,
                            "the server's lock table has room for " + target.lockTable()
                                    + " locks, one transaction with these " + tables + " tables would take " + locks)
                    .hint(
                            "raise max_locks_per_transaction on the target and restart it, or restore everything into an empty"
                                    + " database, which can be done in several transactions")
                    .exception();
        }
        warnings.add("the server's lock table is too small for one transaction: a failure would have removed what was"
                + " committed before it");
        return true;
    }

    private LiveObjects.Decision objects(RestoreSettings settings) {
        if (settings.scope() == Scope.DATA_ONLY) {
            return new LiveObjects.Decision(List.of(), ofNewData(refreshes(), settings.existing()), List.of());
        }
        List<SchemaEntry> planned = ofNewData(planned(settings.scope()), settings.existing());
        if (settings.existing() == Existing.REFUSE) {
            conflicts(planned);
            permissions(planned);
            return new LiveObjects.Decision(List.of(), planned, List.of());
        }
        LiveObjects.Decision decision = new LiveObjects(planned, target).decide(settings.existing());
        permissions(decision.creates());
        return decision;
    }

    /** A program that connects on its own knows no more than to drop what it creates, and to add rows. */
    private static void served(RestoreSource source, RestoreSettings settings) {
        Existing existing = settings.existing();
        boolean byRow = switch (existing) {
            case REFUSE, CLEAN -> false;
            case APPEND -> settings.scope() != Scope.DATA_ONLY;
            case TRUNCATE, UPSERT, SKIP -> true;
        };
        if (byRow && source.strategy().connects()) {
            throw Problem.of(
                            ErrorCode.UNSUPPORTED_BY_FORMAT,
                            source.strategy().format().name() + " cannot restore " + settings.scope() + " with "
                                    + existing)
                    .hint("restore from JSON or CSV, or choose existing(Existing.REFUSE)")
                    .exception();
        }
    }

    /** What was saved with a condition is less than what was there: it must not replace it, unless somebody says so. */
    private static void partial(RestoreSource source, RestoreSettings settings) {
        boolean replaces = switch (settings.existing()) {
            case REFUSE, CLEAN, TRUNCATE -> true;
            case APPEND, UPSERT, SKIP -> false;
        };
        List<SourceTable> partial =
                source.tables().stream().filter(SourceTable::partial).toList();
        if (replaces && !settings.allowPartial() && !partial.isEmpty()) {
            throw Problem.of(
                            ErrorCode.INVALID_PLAN,
                            "the backup holds only the rows that a condition chose of "
                                    + listed(partial, table -> table.name().toString()) + ", and with "
                                    + settings.existing() + " these would stand for all of them")
                    .hint(
                            "choose existing(Existing.APPEND), UPSERT or SKIP, or call allowPartial() where these rows are enough")
                    .exception();
        }
    }

    /** Those that exist in the order that their foreign keys ask for; for others there is no foreign key yet. */
    private static List<TableAction> inOrder(List<TableAction> tables, LiveTables live) {
        return Stream.concat(live.tables().stream(), tables.stream().filter(table -> !table.exists()))
                .toList();
    }

    private void server() {
        if (target.versionNumber() < OLDEST) {
            throw Problem.of(
                            ErrorCode.UNSUPPORTED_SERVER,
                            "the target is PostgreSQL " + target.version() + ", too old to restore into")
                    .hint("restore into PostgreSQL 14 or newer")
                    .exception();
        }
        if (target.readOnly()) {
            throw Problem.of(ErrorCode.UNSUPPORTED_SERVER, "the target is a standby, which takes no writes")
                    .hint(
                            "give the address of the primary, or add target_session_attrs=read-write to the connection string")
                    .exception();
        }
        if (target.versionNumber() / 10_000 < catalogue.server().versionNumber() / 10_000) {
            warnings.add("the target is PostgreSQL " + target.version() + ", older than "
                    + catalogue.server().version() + ", which the backup came from");
        }
    }

    private void encoding() {
        String from = catalogue.server().encoding();
        String into = target.encoding();
        if (into.equals(from) || into.equals("UTF8")) {
            return;
        }
        if (into.equals("SQL_ASCII")) {
            throw Problem.of(
                            ErrorCode.UNSUPPORTED_ENCODING,
                            "the target has the encoding SQL_ASCII, the backup came from " + from)
                    .hint(
                            "restore into a database with the encoding UTF8; intoNewDatabase(server, name) makes one with that of"
                                    + " the backup")
                    .exception();
        }
        warnings.add("the target has the encoding " + into + ", the backup came from " + from
                + ": text that it cannot hold would have been refused");
    }

    /** What is said of data that may stay as it is in the target is not known to be about the data of the backup. */
    private List<SchemaEntry> ofNewData(List<SchemaEntry> entries, Existing existing) {
        if (existing != Existing.SKIP || target.largeObjects() == 0) {
            return entries;
        }
        entries.stream()
                .filter(SchemaEntry::ofData)
                .forEach(entry -> skips.add(new Skip(
                        entry.id(), "the target holds large objects, and " + existing + " leaves those that exist")));
        return entries.stream().filter(entry -> !entry.ofData()).toList();
    }

    /** The rows of materialized views are rows too. */
    private List<SchemaEntry> refreshes() {
        List<SchemaEntry> entries = new ArrayList<>();
        for (SchemaEntry entry : catalogue.entries()) {
            Boolean owned = target.materializedViews().get(entry.identity());
            if (entry.ofData()) {
                entries.add(entry);
                continue;
            }
            if (!entry.kind().equals(REFRESH)) {
                continue;
            }
            if (owned == null) {
                skips.add(new Skip(entry.id(), "the target does not have the view"));
            } else if (!owned) {
                skips.add(new Skip(entry.id(), "the role " + target.role() + " is not the owner of the view"));
            } else {
                entries.add(entry);
            }
        }
        return entries;
    }

    private List<SchemaEntry> planned(Scope scope) {
        List<SchemaEntry> entries = new ArrayList<>();
        for (SchemaEntry entry : catalogue.entries()) {
            if (!there(entry) && (scope != Scope.SCHEMA_ONLY || !(entry.kind().equals(REFRESH) || entry.ofData()))) {
                entries.add(entry);
            }
        }
        AcrossVersions versions = target.from(catalogue.server());
        Map<String, String> tried = Trial.of(session, entries, target, facts, extensions);
        entries = new LeftOut(skips)
                .keep(entries, new Obstacles(target, facts, extensions, tried, provider)::to).stream()
                        .map(extensions::forTarget)
                        .map(versions::inWordsOfTarget)
                        .map(entry -> ColumnCompression.forTarget(entry, facts, skips))
                        .toList();
        versions.check(entries, catalogue.entries());
        warnings.addAll(extensions.differences(catalogue.entries()));
        closedRoutines(entries);
        return entries;
    }

    /** What every new database has, or what the owner of the server has put there for us. */
    private boolean there(SchemaEntry entry) {
        return switch (entry.kind()) {
            case "schema" ->
                (entry.identity().equals("public") && target.schemas().containsKey("public"))
                        || provider.hasMade(entry);
            case "extension" -> extensions.installed(entry);
            default -> false;
        };
    }

    /** Grants are not restored, but what they closed stays closed (P16). */
    private void closedRoutines(List<SchemaEntry> entries) {
        if (wishes.has(Wish.GRANTS)) {
            return;
        }
        entries.stream()
                .filter(entry -> entry.kind().equals("revoke"))
                .forEach(
                        entry -> warnings.add(
                                "routine " + entry.identity()
                                        + " stays closed to PUBLIC; grants are not restored, so whoever calls it must be granted that again"));
    }

    private void conflicts(List<SchemaEntry> entries) {
        List<SchemaEntry> taken = entries.stream()
                .filter(entry -> EntryClass.of(entry.kind())
                        .map(space ->
                                target.objects().getOrDefault(space, Set.of()).contains(entry.identity()))
                        .orElse(false))
                .toList();
        if (!taken.isEmpty()) {
            throw Problem.of(
                            ErrorCode.TARGET_NOT_EMPTY,
                            "the target holds " + (taken.size() == 1 ? "an object" : taken.size() + " objects")
                                    + " of the backup: " + listed(taken, SchemaEntry::id))
                    .hint("restore into an empty database, or into a new one with intoNewDatabase(server, name)")
                    .exception();
        }
    }

    private void permissions(List<SchemaEntry> entries) {
        if (!target.mayCreate()
                && entries.stream().anyMatch(entry -> entry.kind().equals("schema"))) {
            throw Problem.of(
                            ErrorCode.PERMISSION,
                            "the role " + target.role() + " may not create schemas in the database "
                                    + target.database())
                    .hint("run as the owner of the database: GRANT CREATE ON DATABASE " + Sql.quote(target.database())
                            + " TO " + Sql.quote(target.role()))
                    .exception();
        }
        for (Map.Entry<String, Boolean> schema : target.schemas().entrySet()) {
            if (!schema.getValue()
                    && entries.stream()
                            .anyMatch(entry -> EntryClass.of(entry.kind()).isPresent()
                                    && schema.getKey().equals(entry.schema()))) {
                throw Problem.of(
                                ErrorCode.PERMISSION,
                                "the role " + target.role() + " may not create objects in the schema "
                                        + schema.getKey())
                        .hint("run as the owner of the database: GRANT CREATE ON SCHEMA " + Sql.quote(schema.getKey())
                                + " TO " + Sql.quote(target.role()))
                        .exception();
            }
        }
    }

    static <T> String listed(List<T> all, Function<T, String> text) {
        return Few.names(all.stream().map(text).toList());
    }
}
