package dev.coffer.backup.internal.selection;

import dev.coffer.backup.TableName;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

/** A pattern of {@link dev.coffer.backup.TableSelection}, compiled. */
record TablePattern(String text, Pattern schema, Pattern name) {
    static final String EVERYTHING = "*.*";

    static TablePattern of(String text) {
        int dot = text.indexOf('.');
        return new TablePattern(
                text, compiled(dot < 0 ? "*" : text.substring(0, dot)), compiled(text.substring(dot + 1)));
    }

    static List<TablePattern> of(List<String> texts) {
        return texts.stream().map(TablePattern::of).toList();
    }

    private static Pattern compiled(String part) {
        StringBuilder regex = new StringBuilder();
        part.codePoints().forEach(c -> {
            switch (c) {
                case '*' -> regex.append(".*");
                case '?' -> regex.append('.');
                default -> regex.append(Pattern.quote(Character.toString(c)));
            }
        });
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }

    /** Whether it fits a table by any of the names that the table goes by. */
    boolean fitsAny(Collection<TableName> names) {
        return names.stream().anyMatch(this::fits);
    }

    private boolean fits(TableName table) {
        return schema.matcher(table.schema()).matches()
                && name.matcher(table.name()).matches();
    }
}
