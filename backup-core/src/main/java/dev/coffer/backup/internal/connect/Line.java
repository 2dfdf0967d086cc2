package dev.coffer.backup.internal.connect;

import org.jspecify.annotations.Nullable;

/**
 * What is below a connection.
 *
 * @param socket the one below the driver's, where it is ours
 * @param second another connection to the same server, where there may be one
 * @param patience with a server that is silent
 */
record Line(@Nullable CountedSocket socket, BackendProbe.@Nullable SecondConnection second, Patience patience) {}
