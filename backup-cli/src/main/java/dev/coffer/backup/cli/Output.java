package dev.coffer.backup.cli;

import java.util.List;
import java.util.Locale;

/** What standard output is for. */
enum Output {
    /** People. */
    text,
    /** Programs: one line, one JSON object. */
    json;

    /** Whether a command line asks for JSON; for one that cannot be read otherwise. */
    static boolean isJson(String... args) {
        List<String> all = List.of(args);
        int option = all.indexOf("--output");
        String value = option >= 0 && option + 1 < all.size()
                ? all.get(option + 1)
                : all.stream()
                        .filter(each -> each.startsWith("--output="))
                        .map(each -> each.substring("--output=".length()))
                        .findFirst()
                        .orElse("");
        return value.toLowerCase(Locale.ROOT).equals(json.name());
    }
}
