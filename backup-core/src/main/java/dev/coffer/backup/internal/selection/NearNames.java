package dev.coffer.backup.internal.selection;

import dev.coffer.backup.TableName;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Names for a hint: all where there are few, else those most like what was asked for. */
public final class NearNames {
    private static final int SHOWN = 10;

    private NearNames() {}

    /** The names as text, most alike first where some are left out. */
    public static String of(String asked, Collection<TableName> names) {
        TreeSet<TableName> sorted = new TreeSet<>(names);
        if (sorted.isEmpty()) {
            return "none";
        }
        if (sorted.size() <= SHOWN) {
            return joined(List.copyOf(sorted));
        }
        String wanted = asked.toLowerCase(Locale.ROOT);
        List<TableName> nearest = sorted.stream()
                .sorted(Comparator.comparingInt(name -> distance(wanted, name)))
                .limit(SHOWN)
                .toList();
        return joined(nearest) + " and " + (sorted.size() - SHOWN) + " more";
    }

    private static String joined(List<TableName> names) {
        return names.stream().map(TableName::toString).collect(Collectors.joining(", "));
    }

    /** With or without the schema, whichever is nearer. */
    private static int distance(String wanted, TableName name) {
        return Math.min(
                distance(wanted, name.toString().toLowerCase(Locale.ROOT)),
                distance(wanted, name.name().toLowerCase(Locale.ROOT)));
    }

    /** Levenshtein's. */
    private static int distance(String a, String b) {
        int[] before = new int[b.length() + 1];
        Arrays.setAll(before, i -> i);
        for (int i = 1; i <= a.length(); i++) {
            int[] now = new int[b.length() + 1];
            now[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int changed = before[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                now[j] = Math.min(changed, Math.min(before[j], now[j - 1]) + 1);
            }
            before = now;
        }
        return before[b.length()];
    }
}
