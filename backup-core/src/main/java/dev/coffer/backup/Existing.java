package dev.coffer.backup;

/**
 * What a restore does with what the target holds already. Whatever it is, tables that the backup does not hold are left
 * alone, and nothing is ever removed with CASCADE: what points in from outside the plan is a refusal that names it.
 *
 * <p>Which of them goes with which {@link Scope} is checked when the plan is built:
 *
 * <table>
 * <caption>Scope and what exists</caption>
 * <tr><th></th><th>everything</th><th>schema only</th><th>data only</th></tr>
 * <tr><td>REFUSE</td><td>an object of the plan exists: refused</td><td>the same</td><td>a table holds a row: refused</td></tr>
 * <tr><td>CLEAN</td><td>drop these objects, create</td><td>drop, create</td><td>no</td></tr>
 * <tr><td>TRUNCATE</td><td>keep and empty tables, create what is missing, load</td><td>no</td><td>empty, load</td></tr>
 * <tr><td>APPEND</td><td>create what is missing, load</td><td>no</td><td>load</td></tr>
 * <tr><td>UPSERT</td><td>create what is missing, load; a row whose key is there is updated</td><td>no</td><td>the same</td></tr>
 * <tr><td>SKIP</td><td>create what is missing, load; a row whose key is there is left</td><td>create what is missing</td><td>load, the same</td></tr>
 * </table>
 */
public enum Existing {
    /** Nothing that exists is touched: an object of the plan, or for rows alone a row in one of its tables, is a conflict. */
    REFUSE,
    /** Drops exactly the objects of the plan and creates them again, in the same transaction. */
    CLEAN,
    /** Keeps the tables and removes their rows, then loads; sequences stand where the backup has them. */
    TRUNCATE,
    /** Adds the rows of the backup to those that are there; sequences only move forward. */
    APPEND,
    /** Adds rows and updates those whose primary or unique key is there; sequences only move forward. */
    UPSERT,
    /** Adds rows and leaves those whose primary or unique key is there; sequences only move forward. */
    SKIP
}
