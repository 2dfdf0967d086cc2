package dev.coffer.backup.internal.compare;

import java.util.List;

/** Two texts, line by line: what only one of them has, in order, by a longest common subsequence. */
public final class LineDifference {
    private static final long LARGEST = 4_000_000;

    private LineDifference() {}

    /** Lines of the first with {@code -}, of the second with {@code +}; common ones are left out. */
    public static String of(String before, String after) {
        List<String> a = before.lines().toList();
        List<String> b = after.lines().toList();
        StringBuilder text = new StringBuilder();
        if ((long) a.size() * b.size() > LARGEST) {
            a.forEach(line -> text.append("- ").append(line).append('\n'));
            b.forEach(line -> text.append("+ ").append(line).append('\n'));
            return text.toString();
        }
        int[][] common = common(a, b);
        int i = 0;
        int j = 0;
        while (i < a.size() || j < b.size()) {
            if (i < a.size() && j < b.size() && a.get(i).equals(b.get(j))) {
                i++;
                j++;
            } else if (j == b.size() || (i < a.size() && common[i + 1][j] >= common[i][j + 1])) {
                text.append("- ").append(a.get(i++)).append('\n');
            } else {
                text.append("+ ").append(b.get(j++)).append('\n');
            }
        }
        return text.toString();
    }

    /** How long the longest common subsequence is of what follows each pair of lines. */
    private static int[][] common(List<String> a, List<String> b) {
        int[][] common = new int[a.size() + 1][b.size() + 1];
        for (int i = a.size() - 1; i >= 0; i--) {
            for (int j = b.size() - 1; j >= 0; j--) {
                common[i][j] = a.get(i).equals(b.get(j))
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        return common;
    }
}
