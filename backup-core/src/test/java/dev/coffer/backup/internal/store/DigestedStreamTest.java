package dev.coffer.backup.internal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.coffer.backup.CancelledException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class DigestedStreamTest {
    @Test
    void hashesEveryByteInItsOrder() throws IOException {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int length : new int[] {0, 1, 1 << 18, (1 << 18) + 1, 3_000_000}) {
            byte[] bytes = new byte[length];
            random.nextBytes(bytes);
            InputStream inPieces = new ByteArrayInputStream(bytes) {
                @Override
                public int read(byte[] into) {
                    return read(into, 0, 1 + random.nextInt(into.length));
                }
            };
            MessageDigest sha = Sha256.begin();

            DigestedStream.add(inPieces, sha);

            MessageDigest expected = Sha256.begin();
            expected.update(bytes);
            assertThat(Sha256.hex(sha)).as("seed %s, %s bytes", seed, length).isEqualTo(Sha256.hex(expected));
        }
    }

    @Test
    void throwsWhatTheStreamThrows() {
        InputStream failing = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("the disk is gone");
            }
        };

        assertThat(assertThrows(IOException.class, () -> DigestedStream.add(failing, Sha256.begin())))
                .hasMessage("the disk is gone");
    }

    @Test
    void endsWhenInterruptedAndLeavesNobodyReading() throws Exception {
        CountDownLatch reading = new CountDownLatch(1);
        AtomicReference<Thread> reader = new AtomicReference<>();
        InputStream endless = new InputStream() {
            @Override
            public int read() throws IOException {
                reader.set(Thread.currentThread());
                reading.countDown();
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
                return 0;
            }
        };
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        AtomicBoolean stillSet = new AtomicBoolean();
        Thread caller = new Thread(() -> {
            thrown.set(assertThrows(CancelledException.class, () -> DigestedStream.add(endless, Sha256.begin())));
            stillSet.set(Thread.currentThread().isInterrupted());
        });
        caller.start();
        reading.await();

        caller.interrupt();
        caller.join();

        assertThat(thrown.get()).hasMessageContaining("the thread was interrupted");
        assertThat(stillSet).as("the interrupt").isTrue();
        assertThat(reader.get().isAlive()).isFalse();
    }
}
