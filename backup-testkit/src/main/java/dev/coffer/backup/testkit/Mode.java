package dev.coffer.backup.testkit;

/** What {@link RestoreBackup} does with the target. */
public enum Mode {
    /**
     * Creates everything where the target holds none of the backup's tables, and loads where it holds them: {@link #CREATE}
     * the first time, {@link #LOAD} from then on. A fixture without a schema, written by hand or a folder of CSV files, is
     * always loaded. The default.
     */
    AUTO,
    /**
     * Creates everything, schema and rows. The target must hold none of the backup's tables; those that this JVM has created
     * itself are loaded again instead.
     */
    CREATE,
    /**
     * Empties the tables of the fixture and loads its rows; their schema is there, made by Flyway or Liquibase, say. Other
     * tables are left alone: where one of them refers to a table of the fixture and holds rows, that is an error.
     */
    LOAD,
    /**
     * Gives each test, or each class, a new database, cloned from a template that is made once for each JVM: from a backup, or for a
     * fixture without a schema from the target itself. Tests take it as a parameter of type {@link
     * dev.coffer.backup.PostgresDatabase}, {@link javax.sql.DataSource} or {@link java.sql.Connection}; it is dropped
     * afterwards. The target must be known by a URL, and its role be allowed to create databases.
     *
     * @see <a href="https://www.postgresql.org/docs/current/manage-ag-templatedbs.html">Template Databases</a>
     */
    CLONE
}
