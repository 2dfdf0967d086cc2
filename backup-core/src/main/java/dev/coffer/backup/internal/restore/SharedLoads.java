package dev.coffer.backup.internal.restore;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The large tables that are being loaded, for whoever has nothing else to do. */
final class SharedLoads {
    private final List<SharedCopy> open = new ArrayList<>();
    private int waiting;

    /** @param tables how many are to be loaded, the small ones too */
    SharedLoads(int tables) {
        waiting = tables;
    }

    synchronized void opened(SharedCopy load) {
        open.add(load);
        notifyAll();
    }

    synchronized void closed(SharedCopy load) {
        open.remove(load);
    }

    /** One of the tables is loaded. */
    synchronized void loaded() {
        waiting--;
        notifyAll();
    }

    /** The one with the fewest hands, once there is one, which counts on this hand from now on; null when all tables are loaded. */
    synchronized @Nullable SharedCopy join() throws InterruptedException {
        while (waiting > 0) {
            Optional<SharedCopy> load = open.stream()
                    .sorted(Comparator.comparingInt(SharedCopy::helpers))
                    .filter(SharedCopy::join)
                    .findFirst();
            if (load.isPresent()) {
                return load.get();
            }
            wait();
        }
        return null;
    }
}
