package dev.coffer.backup.internal.restore;

import dev.coffer.backup.internal.schema.SchemaEntry;
import dev.coffer.backup.spi.RowRestore;
import java.util.List;

/** Who does the two long phases of a restore: one connection in its transaction, or several in theirs. */
interface Hands extends AutoCloseable {
    /**
     * Brings the rows of every table into the database.
     *
     * @return how many large objects were among them
     */
    long load(List<LoadTarget> tables, RowRestore rows);

    /** Creates what comes after the rows. */
    void create(List<SchemaEntry> postData);

    /** How many transactions it took so far. */
    int transactions();

    /** Lets go of the connections that were opened here. Never throws. */
    @Override
    void close();
}
