package dev.coffer.backup.internal.schema;

import dev.coffer.backup.TableName;
import java.util.List;

/** When a trigger or a rule fires: {@code O}rigin is what CREATE leaves behind. */
final class FiringState {
    private FiringState() {}

    static void add(String state, String what, TableName table, List<String> statements) {
        if (!state.equals("O")) {
            statements.add("ALTER TABLE " + Sql.quote(table) + " " + words(state) + " " + what);
        }
    }

    /** What stands before TRIGGER or RULE. */
    static String words(String state) {
        return switch (state) {
            case "D" -> "DISABLE";
            case "R" -> "ENABLE REPLICA";
            case "A" -> "ENABLE ALWAYS";
            default -> "ENABLE";
        };
    }
}
