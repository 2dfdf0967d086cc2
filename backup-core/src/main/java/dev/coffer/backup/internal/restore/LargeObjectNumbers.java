package dev.coffer.backup.internal.restore;

import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import dev.coffer.backup.internal.connect.Session;
import dev.coffer.backup.internal.connect.SqlErrors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Arrays;

/** The numbers of the large objects that a target has: four bytes for each, so that millions fit into a small heap. */
final class LargeObjectNumbers {
    static final LargeObjectNumbers NONE = new LargeObjectNumbers();

    /** Turned so that they stand in order as signed numbers too. */
    private int[] numbers = new int[64];

    private int size;

    private LargeObjectNumbers() {}

    static LargeObjectNumbers of(Session session) {
        LargeObjectNumbers found = new LargeObjectNumbers();
        try {
            session.copyOut(
                    "COPY (SELECT oid FROM pg_catalog.pg_largeobject_metadata ORDER BY oid) TO STDOUT",
                    (buffer, offset, length) ->
                            found.add(Long.parseLong(new String(buffer, offset, length, StandardCharsets.US_ASCII))));
        } catch (SQLException e) {
            throw SqlErrors.translate(e, "looking at the large objects of the target");
        } catch (IOException e) {
            throw Problem.of(ErrorCode.IO, "the large objects of the target cannot be read")
                    .exception(e);
        }
        return found;
    }

    private void add(long number) {
        if (size == numbers.length) {
            numbers = Arrays.copyOf(numbers, size * 2);
        }
        numbers[size++] = turned(number);
    }

    private static int turned(long number) {
        return (int) number ^ Integer.MIN_VALUE;
    }

    boolean contains(long number) {
        return Arrays.binarySearch(numbers, 0, size, turned(number)) >= 0;
    }
}
