package dev.coffer.backup.internal.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.backup.Progress;
import dev.coffer.backup.Progress.Phase;
import dev.coffer.backup.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StepsTest {
    private static final TableName TABLE = new TableName("public", "large");

    private final List<Progress> told = new ArrayList<>();
    private final AtomicLong clock = new AtomicLong();
    private final Steps steps = new Steps(told::add, 5_000, 700, clock::get);

    @Test
    void tellsNowAndThenHowManyRowsOfATableAreRead() {
        steps.begins(new TableName("public", "small"));
        steps.ends(new TableName("public", "small"), 10, 20);
        steps.begins(TABLE);
        told.clear();
        rows(2_000);
        assertThat(told).as("nothing has taken long").isEmpty();

        clock.set(300_000_000);
        rows(2_500);

        assertThat(told).containsExactly(new Progress(Phase.ROWS, TABLE, 3_000, 3_010, 20, 5_000, 700));
        steps.ends(TABLE, 4_500, 680);
        assertThat(told).last().isEqualTo(new Progress(Phase.ROWS, TABLE, 4_500, 4_510, 700, 5_000, 700));
    }

    private void rows(int count) {
        for (int row = 0; row < count; row++) {
            steps.row();
        }
    }
}
