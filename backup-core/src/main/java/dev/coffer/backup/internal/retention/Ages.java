package dev.coffer.backup.internal.retention;

import java.time.Duration;

/** Ages as people say them. */
final class Ages {
    private Ages() {}

    static String words(Duration age) {
        if (age.toDays() > 0 && age.equals(Duration.ofDays(age.toDays()))) {
            return age.toDays() == 1 ? "1 day" : age.toDays() + " days";
        }
        if (age.toHours() > 0 && age.equals(Duration.ofHours(age.toHours()))) {
            return age.toHours() == 1 ? "1 hour" : age.toHours() + " hours";
        }
        return age.toSeconds() + " seconds";
    }
}
