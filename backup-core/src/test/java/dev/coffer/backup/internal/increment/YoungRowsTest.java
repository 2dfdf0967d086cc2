package dev.coffer.backup.internal.increment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Which rows of a server that has begun its numbers of transactions anew may be newer than a moment, as that server says. */
class YoungRowsTest {
    private static TestDatabase database;

    @BeforeAll
    static void createDatabase() {
        database = TestServer.newest().createDatabase();
    }

    @AfterAll
    static void dropDatabase() {
        database.close();
    }

    @Test
    void areThoseWithANumberThatWasGivenSinceAcrossTheBeginOfTheNumbers() {
        BigInteger thirdBegin = History.WRAP.multiply(BigInteger.valueOf(3));

        assertThat(young(
                        thirdBegin.subtract(BigInteger.TEN),
                        thirdBegin.add(BigInteger.valueOf(5)),
                        4294967285L,
                        4294967286L,
                        4294967295L,
                        3,
                        4,
                        5,
                        100))
                .isEqualTo("f,t,t,t,t,f,f");
    }

    @Test
    void areThoseWithANumberThatWasGivenSince() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int round = 0; round < 20; round++) {
            BigInteger from = new BigInteger(40, random);
            BigInteger to = from.add(new BigInteger(31, random));
            long[] numbers = IntStream.range(0, 50)
                    .mapToLong(i -> (i % 2 == 0
                                    ? new BigInteger(32, random)
                                    : from.add(new BigInteger(31, random)).mod(History.WRAP))
                            .longValue())
                    .toArray();

            assertThat(young(from, to, numbers))
                    .as("seed %d round %d", seed, round)
                    .isEqualTo(Arrays.stream(numbers)
                            .mapToObj(number -> given(BigInteger.valueOf(number), from, to) ? "t" : "f")
                            .collect(Collectors.joining(",")));
        }
    }

    /** Whether a number is that of a transaction between the two, in any of the epochs that these touch. */
    private static boolean given(BigInteger number, BigInteger from, BigInteger to) {
        BigInteger same = from.subtract(from.mod(History.WRAP)).add(number);
        BigInteger first = same.compareTo(from) >= 0 ? same : same.add(History.WRAP);
        return first.compareTo(to) < 0;
    }

    private static String young(BigInteger from, BigInteger to, long... numbers) {
        String rows = Arrays.stream(numbers)
                .mapToObj(number -> "('" + number + "'::xid)")
                .collect(Collectors.joining(", "));
        return database.query("SELECT string_agg(CASE WHEN " + TableStates.youngSql(from, to)
                + " THEN 't' ELSE 'f' END, ',' ORDER BY t.place) FROM (SELECT row_number() OVER () AS place, v.x AS xmin FROM (VALUES "
                + rows + ") v (x)) t");
    }

    @Test
    void areAskedForOnlyWhereNumbersWereEverGivenTwice() {
        History early = history("700:800:");
        History late = history("4294967300:4294967400:");

        assertThat(TableStates.young(early, history("600:650:"))).isEqualTo("false");
        assertThat(TableStates.young(late, null)).isEqualTo("false");
        assertThat(TableStates.young(late, early))
                .isEqualTo(TableStates.youngSql(BigInteger.valueOf(700), BigInteger.valueOf(4294967400L)));
    }

    @Test
    void historyThatRanBackwardsOrOverItselfIsNone() {
        assertThat(history("700:800:").breakSince(history("700:801:")))
                .isEqualTo("the server counts fewer transactions than then");
        assertThat(history("4294968000:4294968000:").breakSince(history("704:800:")))
                .isEqualTo("more than 4 billion transactions were begun since");
        assertThat(history("4294967999:4294967999:").breakSince(history("704:800:")))
                .isNull();
    }

    private static History history(String snapshot) {
        return History.of(new TreeMap<>(Map.of("snapshot", snapshot, "serverStarted", "1", "statisticsSince", "1")))
                .orElseThrow();
    }
}
