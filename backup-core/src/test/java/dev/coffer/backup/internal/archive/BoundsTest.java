package dev.coffer.backup.internal.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.ErrorCode;
import java.io.InputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class BoundsTest {
    @Test
    @DisplayName("F39 an archive of more entries than any backup has is refused")
    void f39RefusesTooManyEntries() {
        Bounds bounds = Bounds.on(InputStream.nullInputStream());
        for (int entry = 0; entry < 4_000_000; entry++) {
            bounds.headerBegins();
            bounds.headerEnds();
        }

        assertThatThrownBy(() -> {
                    bounds.headerBegins();
                    bounds.headerEnds();
                })
                .isInstanceOfSatisfying(
                        BackupException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.LIMIT))
                .hasMessage("the archive has more entries than any backup needs\n"
                        + "Hint: do not open it, if it is not yours; else extract it with tar and open the folder");
    }
}
