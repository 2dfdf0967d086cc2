package dev.coffer.backup;

/**
 * The stable codes of everything that can go wrong. A code keeps its meaning for as long as the library lives; new ones
 * may be added. {@link #toString} gives the form for logs and monitoring, such as {@code conflict.target-not-empty}.
 */
public enum ErrorCode {
    /** Settings of the plan that do not go together, or one that is missing. */
    INVALID_PLAN(Category.PLAN, "plan.invalid"),
    /** A connection string that cannot be read, or a parameter in it that is not supported. */
    CONNECTION_STRING(Category.PLAN, "plan.connection-string"),
    /** A table is named that does not exist. */
    UNKNOWN_TABLE(Category.PLAN, "plan.unknown-table"),
    /** An unqualified table name fits several tables. */
    AMBIGUOUS_TABLE(Category.PLAN, "plan.ambiguous-table"),
    /** A pattern of the selection fits no table. */
    PATTERN_MATCHES_NOTHING(Category.PLAN, "plan.pattern-matches-nothing"),
    /** A condition names a column that the table does not have. */
    UNKNOWN_COLUMN(Category.PLAN, "plan.unknown-column"),
    /** A format cannot serve what the plan asks for. */
    UNSUPPORTED_BY_FORMAT(Category.PLAN, "plan.unsupported-by-format"),
    /** No server answers at the address, or not in time. */
    UNREACHABLE(Category.DATABASE, "database.unreachable"),
    /** The server refuses the user, the password or the database name. */
    AUTHENTICATION(Category.DATABASE, "database.authentication"),
    /** TLS or channel binding could not be established as the connection string demands. */
    TLS(Category.DATABASE, "database.tls"),
    /** The role lacks a right that the plan needs. */
    PERMISSION(Category.DATABASE, "database.permission"),
    /** Row security would hide rows of a table from the backup. */
    ROW_SECURITY(Category.DATABASE, "database.row-security"),
    /** A connection ended in the middle of the work. */
    CONNECTION_LOST(Category.DATABASE, "database.connection-lost"),
    /** A standby had to choose between the reading and its primary's changes, or the snapshot was too old. */
    RECOVERY_CONFLICT(Category.DATABASE, "database.recovery-conflict"),
    /** The connection ended during COMMIT: whether the restore took effect is not known. */
    COMMIT_UNKNOWN(Category.DATABASE, "database.commit-unknown"),
    /** The server refused a statement. */
    STATEMENT_FAILED(Category.DATABASE, "database.statement-failed"),
    /** The server refused a row. */
    DATA_REFUSED(Category.DATABASE, "database.data-refused"),
    /** Another session held a lock for longer than the plan waits. */
    LOCK_TIMEOUT(Category.DATABASE, "database.lock-timeout"),
    /** The server is too old, of another kind, or behind a pooler that cannot carry the work. */
    UNSUPPORTED_SERVER(Category.DATABASE, "database.unsupported-server"),
    /** The encoding of the database cannot be carried faithfully. */
    UNSUPPORTED_ENCODING(Category.DATABASE, "database.unsupported-encoding"),
    /** A value or a row is larger than text COPY can carry. */
    VALUE_TOO_LARGE(Category.DATABASE, "database.value-too-large"),
    /** The destination cannot be written to. */
    NOT_WRITABLE(Category.STORAGE, "storage.not-writable"),
    /** The file system has no space left. */
    DISK_FULL(Category.STORAGE, "storage.disk-full"),
    /** The name of the backup is in use. */
    NAME_TAKEN(Category.STORAGE, "storage.name-taken"),
    /** Reading or writing a file failed. */
    IO(Category.STORAGE, "storage.io"),
    /** The backup holds no format that the plan has a strategy for, or a newer version of it. */
    UNKNOWN_FORMAT(Category.FORMAT, "format.unknown"),
    /** A file cannot be parsed. */
    MALFORMED(Category.FORMAT, "format.malformed"),
    /** A file exceeds a limit that protects the reader. */
    LIMIT(Category.FORMAT, "format.limit"),
    /** The directory has no manifest: no backup was ever completed there. */
    NOT_A_BACKUP(Category.INTEGRITY, "integrity.not-a-backup"),
    /** The manifest is damaged. */
    BAD_MANIFEST(Category.INTEGRITY, "integrity.manifest"),
    /** A file that the manifest names is missing. */
    FILE_MISSING(Category.INTEGRITY, "integrity.file-missing"),
    /** A file lies in the backup that the manifest does not name. */
    FILE_UNEXPECTED(Category.INTEGRITY, "integrity.file-unexpected"),
    /** A file is shorter or longer than the manifest says. */
    SIZE(Category.INTEGRITY, "integrity.size"),
    /** A file does not have the SHA-256 that the manifest, or its own trailer, gives. */
    CHECKSUM(Category.INTEGRITY, "integrity.checksum"),
    /** A table has another number of rows than recorded. */
    ROW_COUNT(Category.INTEGRITY, "integrity.row-count"),
    /** The rows of a table are not those that were backed up. */
    CONTENT_HASH(Category.INTEGRITY, "integrity.content-hash"),
    /** A backup names a file outside itself, or one that is a link. */
    UNSAFE_PATH(Category.INTEGRITY, "integrity.unsafe-path"),
    /** The target holds objects or rows that the restore would meet. */
    TARGET_NOT_EMPTY(Category.CONFLICT, "conflict.target-not-empty"),
    /** The tables of the target do not fit those of the backup. */
    TARGET_MISMATCH(Category.CONFLICT, "conflict.target-mismatch"),
    /** The new database has a name that is taken. */
    DATABASE_EXISTS(Category.CONFLICT, "conflict.database-exists"),
    /** Other sessions kept changing the schema while the backup began. */
    CATALOGUE_CHANGED(Category.CONFLICT, "conflict.catalogue-changed"),
    /** Another session changed a table while the backup was running, or between the preview of a recovery and its run. */
    TABLE_CHANGED(Category.CONFLICT, "conflict.table-changed"),
    /** A table lost more rows since the last backup than the plan's shrink guard allows. */
    TABLE_SHRUNK(Category.CONFLICT, "conflict.table-shrunk"),
    /** The number of a large object is taken in the target. */
    LARGE_OBJECT_EXISTS(Category.CONFLICT, "conflict.large-object-exists"),
    /** Something had to be skipped, and the plan or the caller does not allow it. */
    INCOMPLETE(Category.CONFLICT, "conflict.incomplete"),
    /** Another run writes into the same folder, and this one is to be the only one. */
    ALREADY_RUNNING(Category.CONFLICT, "conflict.already-running"),
    /** A client tool ended with an error. */
    TOOL_FAILED(Category.TOOL, "tool.failed"),
    /** A client tool is not installed, or not where the plan says. */
    TOOL_MISSING(Category.TOOL, "tool.missing"),
    /** A client tool is too old for the server, or for the file. */
    TOOL_TOO_OLD(Category.TOOL, "tool.too-old"),
    /** A client tool gave no sign of life for longer than the plan waits. */
    TOOL_SILENT(Category.TOOL, "tool.silent"),
    /** A client tool ended well, and what it wrote is not whole. */
    TOOL_OUTPUT(Category.TOOL, "tool.output"),
    /** The thread was interrupted. */
    INTERRUPTED(Category.CANCELLED, "cancelled.interrupted");

    /** The kinds of failure; each has its own subclass of {@link BackupException}. */
    enum Category {
        PLAN,
        DATABASE,
        STORAGE,
        FORMAT,
        INTEGRITY,
        CONFLICT,
        TOOL,
        CANCELLED
    }

    private final Category category;
    private final String text;

    ErrorCode(Category category, String text) {
        this.category = category;
        this.text = text;
    }

    Category category() {
        return category;
    }

    /** The code as text, the same in every version. */
    @Override
    public String toString() {
        return text;
    }
}
