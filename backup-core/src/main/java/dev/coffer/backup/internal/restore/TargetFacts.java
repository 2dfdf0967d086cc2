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
 * @param extensionVersions name and version, with a space between, of each extension that it can install, and whether only a
 *     superuser may as a rule
 * @param closedLanguages those that the role may not write functions in
 * @param closedSettings those that the role may not set
 * @param closedWrappers foreign-data wrappers that the role may not create servers of
 * @param closedServers foreign servers that the role may not use
 */
record TargetFacts(
        boolean superuser,
        Map<String, Boolean> roles,
        Set<String> settings,
        Set<String> compressions,
        Map<String, Boolean> extensionVersions,
        Set<String> closedLanguages,
        Set<String> closedSettings,
        Set<String> closedWrappers,
        Set<String> closedServers) {
    private static final int SET_OPTION = 160000;
    private static final int PARAMETER_PRIVILEGES = 150000;

    static TargetFacts read(Session session) {
        // From 16 on a member may be one without the right to act as the role.
        String may = session.serverVersion() >= SET_OPTION ? "'SET'" : "'MEMBER'";
        String settable = session.serverVersion() >= PARAMETER_PRIVILEGES
                ? "s.context = 'user' OR (s.context = 'superuser' AND pg_catalog.has_parameter_privilege(s.name, 'SET'))"
                : "s.context = 'user'";
        List<String> statements = List.of(
                "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
                Pins.forBackup(session.serverVersion(), Duration.ZERO),
                "SELECT r.rolname, pg_catalog.pg_has_role(r.oid, " + may + "), r.rolsuper AND r.rolname = current_user"
                        + " FROM pg_catalog.pg_roles r",
                "SELECT s.name, CASE WHEN s.name = 'default_toast_compression' THEN e.value END, " + settable
                        + " FROM pg_catalog.pg_settings s LEFT JOIN LATERAL pg_catalog.unnest(s.enumvals) e(value)"
                        + " ON s.name = 'default_toast_compression'",
                "SELECT concat(v.name, ' ', v.version), v.superuser AND NOT v.trusted"
                        + " FROM pg_catalog.pg_available_extension_versions v",
                "SELECT l.lanname FROM pg_catalog.pg_language l"
                        + " WHERE NOT l.lanpltrusted OR NOT pg_catalog.has_language_privilege(l.oid, 'USAGE')",
                "SELECT w.fdwname, NULL FROM pg_catalog.pg_foreign_data_wrapper w"
                        + " WHERE NOT pg_catalog.has_foreign_data_wrapper_privilege(w.oid, 'USAGE')"
                        + " UNION ALL SELECT NULL, s.srvname FROM pg_catalog.pg_foreign_server s"
                        + " WHERE NOT pg_catalog.has_server_privilege(s.oid, 'USAGE')",
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
            Set<String> closedSettings = new HashSet<>();
            for (@Nullable String[] row : results.get(1)) {
                settings.add(requireNonNull(row[0]));
                if (row[1] != null) {
                    compressions.add(row[1]);
                }
                if ("f".equals(row[2])) {
                    closedSettings.add(requireNonNull(row[0]));
                }
            }
            Map<String, Boolean> versions = new HashMap<>();
            results.get(2).forEach(row -> versions.put(requireNonNull(row[0]), "t".equals(row[1])));
            Set<String> languages = new HashSet<>();
            results.get(3).forEach(row -> languages.add(requireNonNull(row[0])));
            Set<String> wrappers = new HashSet<>();
            Set<String> servers = new HashSet<>();
            for (@Nullable String[] row : results.get(4)) {
                if (row[0] == null) {
                    servers.add(requireNonNull(row[1]));
                } else {
                    wrappers.add(row[0]);
                }
            }
            return new TargetFacts(
                    superuser,
                    Map.copyOf(roles),
                    Set.copyOf(settings),
                    Set.copyOf(compressions),
                    Map.copyOf(versions),
                    Set.copyOf(languages),
                    Set.copyOf(closedSettings),
                    Set.copyOf(wrappers),
                    Set.copyOf(servers));
        } catch (SQLException e) {
            throw SqlErrors.translate(e, "looking at the target's roles");
        }
    }
}
