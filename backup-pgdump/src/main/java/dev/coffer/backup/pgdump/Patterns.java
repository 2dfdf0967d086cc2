package dev.coffer.backup.pgdump;

import dev.coffer.backup.TableName;
import dev.coffer.backup.TableSelection;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The patterns of a selection, as plans read them. */
final class Patterns {
    private Patterns() {}

    static boolean everything(TableSelection selection) {
        return selection.excluded().isEmpty() && selection.included().contains("*.*");
    }

    static Predicate<TableName> of(TableSelection selection) {
        List<Pattern> included =
                selection.included().stream().map(Patterns::compiled).toList();
        List<Pattern> excluded =
                selection.excluded().stream().map(Patterns::compiled).toList();
        return name -> included.stream().anyMatch(pattern -> fits(pattern, name))
                && excluded.stream().noneMatch(pattern -> fits(pattern, name));
    }

    /** The separator cannot be part of a name. */
    private static boolean fits(Pattern pattern, TableName name) {
        return pattern.matcher(name.schema() + "\0" + name.name()).matches();
    }

    private static Pattern compiled(String pattern) {
        int dot = pattern.indexOf('.');
        String schema = dot < 0 ? "*" : pattern.substring(0, dot);
        return Pattern.compile(regex(schema) + "\0" + regex(pattern.substring(dot + 1)), Pattern.DOTALL);
    }

    private static String regex(String part) {
        StringBuilder regex = new StringBuilder();
        part.codePoints().forEach(c -> {
            switch (c) {
                case '*' -> regex.append("[^\0]*");
                case '?' -> regex.append("[^\0]");
                default -> regex.append(Pattern.quote(Character.toString(c)));
            }
        });
        return regex.toString();
    }
}
