package dev.coffer.backup.pgdump.tools;

import java.util.Map;
import java.util.stream.Collectors;

/** A connection string in libpq's form of names and quoted values, which says the same whatever characters they have. */
final class Conninfo {
    private Conninfo() {}

    static String of(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(parameter -> parameter.getKey() + "=" + quoted(parameter.getValue()))
                .collect(Collectors.joining(" "));
    }

    private static String quoted(String value) {
        return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
