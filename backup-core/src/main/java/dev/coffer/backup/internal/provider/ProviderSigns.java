package dev.coffer.backup.internal.provider;

import static java.util.Objects.requireNonNull;

import dev.coffer.backup.ProviderProfile;
import dev.coffer.backup.internal.connect.ConnectionSource;
import dev.coffer.backup.internal.connect.Session;
import dev.coffer.backup.internal.connect.SqlErrors;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a server shows of who runs it.
 *
 * @param prefixes of the settings that modules have brought, such as {@code neon} of {@code neon.timeline_id}
 * @param roles of the server
 * @param address how it was reached; without secrets
 */
public record ProviderSigns(Set<String> prefixes, Set<String> roles, String address) {
    private static final Logger LOG = LoggerFactory.getLogger(ProviderSigns.class);

    /** A SELECT that any role may run; settings that nobody has defined, but somebody has set, do not count. */
    private static final String QUERY =
            "SELECT 's', pg_catalog.split_part(s.name, '.', 1) FROM pg_catalog.pg_settings s WHERE s.name LIKE '%.%'"
                    + " UNION SELECT 'r', r.rolname FROM pg_catalog.pg_roles r";

    private record Sign(ProviderProfile profile, String prefix, Set<String> roles, List<String> hosts) {}

    private static final List<Sign> SIGNS = List.of(
            new Sign(
                    ProviderProfile.SUPABASE,
                    "supautils",
                    Set.of("supabase_admin"),
                    List.of(".supabase.co", ".supabase.com", ".supabase.net")),
            new Sign(ProviderProfile.NEON, "neon", Set.of("neon_superuser"), List.of(".neon.tech", ".neon.build")),
            new Sign(
                    ProviderProfile.RDS,
                    "rds",
                    Set.of("rds_superuser", "rdsadmin"),
                    List.of(".rds.amazonaws.com", ".rds.amazonaws.com.cn")));

    /**
     * The profile of a server: what the plan says, else what the server shows.
     *
     * @param said by the plan, or null
     */
    public static ProviderProfile profile(@Nullable ProviderProfile said, Session session, ConnectionSource address) {
        if (said != null) {
            return said;
        }
        try {
            return read(session, address.toString()).profile();
        } catch (SQLException e) {
            throw SqlErrors.translate(e, "looking at who runs the server");
        }
    }

    static ProviderSigns read(Session session, String address) throws SQLException {
        Set<String> prefixes = new HashSet<>();
        Set<String> roles = new HashSet<>();
        for (@Nullable String[] row : session.query(QUERY).get(0)) {
            ("s".equals(row[0]) ? prefixes : roles).add(requireNonNull(row[1]));
        }
        return new ProviderSigns(prefixes, roles, address);
    }

    /** The first that fits: by settings, else by roles, else by the address. */
    public ProviderProfile profile() {
        ProviderProfile found = SIGNS.stream()
                .filter(sign -> prefixes.contains(sign.prefix()))
                .map(Sign::profile)
                .findFirst()
                .or(() -> SIGNS.stream()
                        .filter(sign -> roles.stream().anyMatch(sign.roles()::contains))
                        .map(Sign::profile)
                        .findFirst())
                .or(() -> SIGNS.stream()
                        .filter(sign -> sign.hosts().stream().anyMatch(this::reachedAt))
                        .map(Sign::profile)
                        .findFirst())
                .orElse(ProviderProfile.SELF);
        LOG.debug("provider.profile profile={}", found);
        return found;
    }

    /** A host ends where its port, the database or the next host begins. */
    private boolean reachedAt(String suffix) {
        int at = address.indexOf(suffix);
        int end = at + suffix.length();
        return at >= 0 && (end == address.length() || ":/,? ".indexOf(address.charAt(end)) >= 0);
    }
}
