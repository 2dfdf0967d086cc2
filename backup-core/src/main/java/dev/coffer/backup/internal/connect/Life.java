package dev.coffer.backup.internal.connect;

/** What is known of a server that is silent. */
enum Life {
    /** Nobody answers at its address. */
    NONE,
    /** Somebody answers; nothing speaks against our statement being worked on. */
    WORKS,
    /** The server's process is done, or waits for bytes that we have sent: what is under way between us does not arrive. */
    WAITS_FOR_US
}
