package dev.coffer.backup.internal.restore;

import dev.coffer.backup.TableName;
import dev.coffer.backup.internal.schema.SchemaEntry;
import dev.coffer.backup.spi.RowRestore;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who does the long phases of a restore: one connection in its transaction, or several in theirs. */
interface Hands extends AutoCloseable {
    /**
     * Brings the rows of every table into the database.
     *
     * @return how many large objects were among them
     */
    long load(List<LoadTarget> tables, RowRestore rows);

    /** Creates what comes after the rows. */
    void create(List<SchemaEntry> postData);

    /**
     * Asks the server how many rows tables have now.
     *
     * @param places what each is called in FROM
     */
    Map<TableName, Long> count(Map<TableName, String> places);

    /** The tables that have their statistics already. */
    Set<TableName> analyzed();

    /** How many transactions it took so far. */
    int transactions();

    /** Lets go of the connections that were opened here. Never throws. */
    @Override
    void close();
}
