package dev.coffer.backup.internal.selection;

import dev.coffer.backup.internal.schema.SchemaEntry;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The sequences that entries create: an identity column's comes with its table, any other has an entry of its own. */
public final class Sequences {
    private static final Pattern CREATED =
            Pattern.compile("SEQUENCE (?:NAME )?(\"(?:[^\"]|\"\")*\"\\.\"(?:[^\"]|\"\")*\") ");

    private Sequences() {}

    /** Their names as quoted SQL. */
    public static Set<String> createdBy(List<SchemaEntry> entries) {
        Set<String> names = new HashSet<>();
        for (SchemaEntry entry : entries) {
            if (entry.kind().equals("sequence") || entry.kind().equals("table")) {
                for (String sql : entry.statements()) {
                    Matcher created = CREATED.matcher(sql);
                    while (created.find()) {
                        names.add(created.group(1));
                    }
                }
            }
        }
        return names;
    }
}
