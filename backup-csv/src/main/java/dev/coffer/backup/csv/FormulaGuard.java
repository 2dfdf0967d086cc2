package dev.coffer.backup.csv;

import dev.coffer.backup.spi.Column;
import java.util.List;
import java.util.Set;

/** Keeps a spreadsheet from taking a text for a formula. Whether a column is guarded depends on its type alone. */
final class FormulaGuard {
    private static final String BEGINNINGS = "=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20";

    /** int8, int2, int4, oid, float4, float8, money, numeric: what they print is a number or a word. */
    private static final Set<Long> NUMBERS = Set.of(20L, 21L, 23L, 26L, 700L, 701L, 790L, 1700L);

    private final boolean[] guarded;

    FormulaGuard(List<Column> columns) {
        guarded = new boolean[columns.size()];
        for (int i = 0; i < guarded.length; i++) {
            guarded[i] = !NUMBERS.contains(columns.get(i).typeOid());
        }
    }

    String field(int column, String text) {
        boolean formula = guarded[column] && !text.isEmpty() && BEGINNINGS.indexOf(text.charAt(0)) >= 0;
        return formula ? "'" + text : text;
    }
}
