package dev.coffer.examples;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * What a database holds, asked of the server with SQL that has nothing of Coffer in it: a count and a hash of the rows of each
 * table, where each sequence stands, and the definition of everything. Databases with equal fingerprints are the same to those who use
 * them.
 */
public final class DatabaseFingerprint {
    private static final String PINS = """
            SET search_path = ''; SET extra_float_digits = 3; SET DateStyle = 'ISO'; SET IntervalStyle = 'postgres';
            SET TimeZone = 'UTC'; SET bytea_output = 'hex'; SET lc_monetary = 'C'""";

    private final SortedMap<String, String> facts;

    private DatabaseFingerprint(SortedMap<String, String> facts) {
        this.facts = facts;
    }

    /**
     * Takes the fingerprint of the database that a connection leads to.
     *
     * @param connection whose settings are changed
     */
    public static DatabaseFingerprint of(Connection connection) throws SQLException {
        SortedMap<String, String> facts = new TreeMap<>();
        try (Statement list = connection.createStatement();
                Statement content = connection.createStatement()) {
            list.execute(PINS);
            try (ResultSet found = list.executeQuery(Resources.text("fingerprint.sql"))) {
                while (found.next()) {
                    String query = found.getString(3);
                    facts.put(
                            found.getString(1),
                            found.getString(2) + (query == null ? "" : " " + firstValue(content, query)));
                }
            }
        }
        return new DatabaseFingerprint(facts);
    }

    private static String firstValue(Statement statement, String query) throws SQLException {
        try (ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }

    /** How many tables and materialized views; a partitioned table counts once. */
    public long tables() {
        return count(fact -> fact.startsWith("rows of "));
    }

    /** How many sequences. */
    public long sequences() {
        return count(fact -> fact.startsWith("sequence "));
    }

    /** How many definitions: columns, keys, indexes, functions and all the rest. */
    public long definitions() {
        return count(fact -> !fact.startsWith("rows of ") && !fact.startsWith("sequence "));
    }

    private long count(Predicate<String> kind) {
        return facts.keySet().stream().filter(kind).count();
    }

    /** What is not the same in the other database, named; empty when the two are identical. Shows no value of a row. */
    public List<String> differencesTo(DatabaseFingerprint other) {
        TreeSet<String> all = new TreeSet<>(facts.keySet());
        all.addAll(other.facts.keySet());
        return all.stream()
                .filter(fact -> !same(fact, facts, other.facts))
                .map(fact -> !facts.containsKey(fact)
                        ? fact + " is only in the second"
                        : !other.facts.containsKey(fact) ? fact + " is only in the first" : fact + " differs")
                .toList();
    }

    private static boolean same(String fact, Map<String, String> a, Map<String, String> b) {
        String definition = a.get(fact);
        return definition != null && definition.equals(b.get(fact));
    }
}
