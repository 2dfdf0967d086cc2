package dev.coffer.backup.internal.restore;

import static java.util.Objects.requireNonNull;

import dev.coffer.backup.internal.connect.Pins;
import dev.coffer.backup.internal.connect.Session;
import dev.coffer.backup.internal.connect.SqlErrors;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who there is on a target, and what its server can do.
 *
 * @param superuser whether the role of the connection is one
 * @param roles each role, and whether that of the connection may act as it
 * @param settings the names of those that the server knows
 * @param compressions ways in which it can compress values
 * @param extensionVersions name and version, with a space between, of each extension that it can install
 */
record TargetFacts(
        boolean superuser,
        Map<String, Boolean> roles,
        Set<String> settings,
        Set<String> compressions,
        Set<String> extensionVersions) {
    private static final int SET_OPTION = 160000;

    static TargetFacts read(Session session) {
        // From 16 on a member may be one without the right to act as the role.
        String may = session.serverVersion() >= SET_OPTION ? "'SET'" : "'MEMBER'";
        List<String> statements = List.of(
                "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
                Pins.forBackup(session.serverVersion(), Duration.ZERO),
                "SELECT r.rolname, pg_catalog.pg_has_role(r.oid, " + may + "), r.rolsuper AND r.rolname = current_user"
                        + " FROM pg_catalog.pg_roles r",
                "SELECT s.name, CASE WHEN s.name = 'default_toast_compression' THEN e.value END"
                        + " FROM pg_catalog.pg_settings s LEFT JOIN LATERAL pg_catalog.unnest(s.enumvals) e(value)"
                        + " ON s.name = 'default_toast_compression'",
                "SELECT concat(v.name, ' ', v.version) FROM pg_catalog.pg_available_extension_versions v",
                "COMMIT");
        try {
            List<List<@Nullable String[]>> results = session.query(String.join(";\n", statements));
            Map<String, Boolean> roles = new HashMap<>();
            boolean superuser = false;
            for (@Nullable String[] row : results.get(0)) {
                roles.put(requireNonNull(row[0]), "t".equals(row[1]));
                superuser |= "t".equals(row[2]);
            }
            Set<String> settings = new HashSet<>();
            Set<String> compressions = new HashSet<>();
            for (@Nullable String[] row : results.get(1)) {
                settings.add(requireNonNull(row[0]));
                if (row[1] != null) {
                    compressions.add(row[1]);
                }
            }
            Set<String> versions = new HashSet<>();
            results.get(2).forEach(row -> versions.add(requireNonNull(row[0])));
            return new TargetFacts(
                    superuser, Map.copyOf(roles), Set.copyOf(settings), Set.copyOf(compressions), Set.copyOf(versions));
        } catch (SQLException e) {
            throw SqlErrors.translate(e, "looking at the target's roles");
        }
    }
}
