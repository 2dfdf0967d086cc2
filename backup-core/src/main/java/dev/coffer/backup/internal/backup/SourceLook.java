package dev.coffer.backup.internal.backup;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.Problem;
import dev.coffer.backup.Skip;
import dev.coffer.backup.TableName;
import dev.coffer.backup.internal.catalogue.CatalogueReader;
import dev.coffer.backup.internal.catalogue.LiveCatalogue;
import dev.coffer.backup.internal.connect.Pins;
import dev.coffer.backup.internal.connect.Session;
import dev.coffer.backup.internal.connect.SqlErrors;
import dev.coffer.backup.internal.provider.ProviderSigns;
import dev.coffer.backup.internal.provider.WithoutProvider;
import dev.coffer.backup.internal.selection.Choice;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a backup would take and refuse, by the same decisions, with no lock held.
 *
 * @param tables how many
 * @param bytes what their rows take on the server
 * @param refusals tables that would end the run
 * @param skips what would be left out
 */
public record SourceLook(int tables, long bytes, List<Refusal> refusals, List<Skip> skips) {
    /**
     * Why a run would end, and all the tables that are the reason.
     *
     * @param problem names the first of them
     */
    public record Refusal(Problem problem, List<TableName> tables) {}

    /**
     * Looks, and gives the session back outside of a transaction.
     *
     * @throws BackupException what the run would throw for another reason
     */
    public static SourceLook at(BackupSettings settings, Session session) {
        try {
            List<List<@Nullable String[]>> answers = session.query(Pins.BEGIN_BACKUP + "; "
                    + Pins.forBackup(session.serverVersion(), settings.lockTimeout()) + "; " + ServerState.QUERY);
            ServerState server = ServerState.of(answers.get(answers.size() - 1).get(0));
            Preparation.requireEncoding(server);
            LiveCatalogue live = WithoutProvider.of(
                    CatalogueReader.read(session),
                    ProviderSigns.profile(settings.profile(), session, settings.source()));
            SourceLook look = of(settings, live, server);
            session.execute("ROLLBACK");
            return look;
        } catch (SQLException e) {
            throw SqlErrors.translate(e, "reading the catalogue");
        }
    }

    private static SourceLook of(BackupSettings settings, LiveCatalogue live, ServerState server) {
        Choice choice = Selection.choice(live, settings.selection());
        Set<TableName> excludedData = new HashSet<>(Selection.excludedData(choice, settings));
        OnPrimaryOnly elsewhere = OnPrimaryOnly.of(live, choice, excludedData);
        excludedData.addAll(elsewhere.tables());
        List<PlannedTable> tables = Selection.resolve(live, choice, excludedData, settings.conditions());
        Cut cut = elsewhere.leaveOut(Cut.of(live, tables, choice, excludedData));
        return new SourceLook(
                tables.size(),
                tables.stream()
                        .mapToLong(table -> Math.max(0, table.live().tableBytes()))
                        .sum(),
                Refusals.of(tables, server.user()),
                cut.catalogue().skipped());
    }
}
