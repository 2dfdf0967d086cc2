package dev.coffer.backup.internal.rows;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ContentHashTest {
    @Test
    void isZeroWithoutRows() {
        assertThat(new ContentHash()).hasToString("00000000000000000000000000000000");
    }

    /** Reference values of MurmurHash3_x64_128: the algorithm is part of the format and must never drift. */
    @Test
    void isMurmurHash3() {
        assertThat(hash("The quick brown fox jumps over the lazy dog")).hasToString("e34bbc7bbc071b6c7a433ca9c49a9347");
        assertThat(hash("")).hasToString("00000000000000000000000000000000");
    }

    /** The sum is by Commons Codec. The last of them end where the array does. */
    @Test
    void isMurmurHash3AtEveryLength() {
        byte[] bytes = new byte[300];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i * 31 + 7);
        }
        ContentHash fromTheFirst = new ContentHash();
        for (int length = 0; length <= bytes.length; length++) {
            fromTheFirst.add(bytes, 0, length);
        }
        assertThat(fromTheFirst).hasToString("674693045bb9198784892953cda0da76");
    }

    @Test
    void isTheSumWhateverTheOrderAndTheParts() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        List<String> rows = new ArrayList<>();
        BigInteger sum = BigInteger.ZERO;
        for (int i = 0; i < 1000; i++) {
            String row = Bytes.nasty(random);
            rows.add(row);
            sum = sum.add(new BigInteger(hash(row).toString(), 16));
        }
        String expected = String.format("%032x", sum.mod(BigInteger.ONE.shiftLeft(128)));
        assertThat(hash(rows.toArray(String[]::new))).as("seed %d", seed).hasToString(expected);
        Collections.shuffle(rows, random);
        ContentHash parts = hash(rows.subList(0, 300).toArray(String[]::new));
        parts.add(hash(rows.subList(300, 1000).toArray(String[]::new)));
        assertThat(parts).as("seed %d", seed).hasToString(expected);
    }

    @Test
    void aRepeatedRowCounts() {
        assertThat(hash("a", "b", "b").toString()).isNotEqualTo(hash("a", "b").toString());
    }

    private static ContentHash hash(String... rows) {
        ContentHash hash = new ContentHash();
        for (String row : rows) {
            byte[] line = ("<" + row + ">").getBytes(UTF_8);
            hash.add(line, 1, line.length - 2);
        }
        return hash;
    }
}
