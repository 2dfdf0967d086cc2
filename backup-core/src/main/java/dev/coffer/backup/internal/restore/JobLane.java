package dev.coffer.backup.internal.restore;

import dev.coffer.backup.internal.connect.Session;

/** A connection with transactions of its own. Used by one thread at a time. */
record JobLane(Session session, Transactions transactions) {}
