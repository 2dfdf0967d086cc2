package dev.coffer.backup.pgdump.tools;

import java.util.Locale;
import java.util.Map;

/** The variables that a tool gets. */
final class Environment {
    private Environment() {}

    /**
     * Takes away what would change where a tool connects or what it prints, and makes its messages English, so that they
     * can be read. What others keep in PG variables stays with them.
     */
    static void clean(Map<String, String> variables) {
        variables.keySet().removeIf(name -> {
            String upper = name.toUpperCase(Locale.ROOT);
            return upper.startsWith("PG") || upper.startsWith("POSTGRES_") || upper.equals("DATABASE_URL");
        });
        variables.remove("LANGUAGE");
        variables.put("LC_MESSAGES", "C");
        // LC_ALL would win over LC_MESSAGES; what it gives for characters has to stay.
        String all = variables.remove("LC_ALL");
        if (all != null) {
            variables.put("LC_CTYPE", all);
        }
    }
}
