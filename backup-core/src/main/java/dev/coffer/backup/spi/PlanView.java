package dev.coffer.backup.spi;

/**
 * What an exporter may know of a plan when it is built.
 *
 * @param conditions whether the rows of some table are restricted by a condition
 * @param dataSource whether the source is a {@link javax.sql.DataSource}, so that no connection string is known
 * @param rows whether some exporter of the plan takes rows, rather than reading the database on its own
 */
public record PlanView(boolean conditions, boolean dataSource, boolean rows) {}
