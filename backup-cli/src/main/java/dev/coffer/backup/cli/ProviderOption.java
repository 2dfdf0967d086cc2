package dev.coffer.backup.cli;

import dev.coffer.backup.ProviderProfile;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Who runs a server. */
final class ProviderOption {
    @Option(
            names = "--profile",
            paramLabel = "PROVIDER",
            description = "Who runs the server, so that what is theirs is left out: neon, supabase, rds or self"
                    + " (found by looking at it).")
    private @Nullable ProviderProfile profile;

    /** What was said; nothing to look at the server. */
    Optional<ProviderProfile> profile() {
        return Optional.ofNullable(profile);
    }
}
