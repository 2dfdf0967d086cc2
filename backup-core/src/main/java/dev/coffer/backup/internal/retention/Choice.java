package dev.coffer.backup.internal.retention;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.IsoFields;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which backups of one database stay, and why. The newest good one and the newest proved one stay whatever the rules
 * say, so that no policy and no clock can remove the last hope.
 */
final class Choice {
    private final Rules rules;
    private final Instant now;
    private final Set<String> archived;
    private final Map<Candidate, String> reasons = new HashMap<>();
    private final Map<Candidate, String> moves = new HashMap<>();

    private Choice(Rules rules, Set<String> archived, Instant now) {
        this.rules = rules;
        this.archived = archived;
        this.now = now;
    }

    /**
     * Decides about the backups of one database, oldest first.
     *
     * @param archived the quarters that the archive holds a backup of
     */
    static Choice of(List<Candidate> backups, Rules rules, Set<String> archived, Instant now) {
        Choice choice = new Choice(rules, archived, now);
        backups.forEach(choice::keepWhatMustStay);
        List<Candidate> good = backups.stream().filter(Candidate::isGood).toList();
        choice.keepNewest(good);
        choice.keepYoung(good);
        choice.keepQuarters(good);
        return choice;
    }

    /** Why it stays, or null when it does not. */
    @Nullable
    String reason(Candidate backup) {
        return reasons.get(backup);
    }

    /** Why it goes into the archive, or null when it does not. */
    @Nullable
    String move(Candidate backup) {
        return moves.get(backup);
    }

    private void keepWhatMustStay(Candidate backup) {
        String hold = backup.hold();
        if (hold != null) {
            keep(backup, "held: " + hold);
        } else if (backup.damage() != null) {
            keep(backup, "damaged, left alone: " + backup.damage());
        }
    }

    private void keepNewest(List<Candidate> good) {
        boolean proof = false;
        for (int age = 0; age < good.size(); age++) {
            Candidate backup = good.get(good.size() - 1 - age);
            if (age < rules.last()) {
                keep(backup, rules.last() == 1 ? "the last one" : "one of the last " + rules.last());
            } else if (age == 0) {
                keep(backup, "the newest good one");
            }
            if (backup.proved() && !proof) {
                proof = true;
                keep(backup, "the newest that was proved");
            }
        }
    }

    private void keepYoung(List<Candidate> good) {
        Duration within = rules.within();
        if (within == null) {
            return;
        }
        for (Candidate backup : good) {
            if (Duration.between(backup.time(), now).compareTo(within) < 0) {
                keep(backup, "younger than " + Ages.words(within));
            }
        }
    }

    private void keepQuarters(List<Candidate> good) {
        if (!rules.quarterly()) {
            return;
        }
        Map<String, Candidate> quarters = new HashMap<>();
        for (Candidate backup : good) {
            quarters.merge(quarter(backup.time()), backup, Choice::better);
        }
        quarters.forEach((quarter, backup) -> {
            if (rules.archive() == null || quarter.equals(quarter(now))) {
                keep(backup, "the one of " + quarter);
            } else if (!archived.contains(quarter) && !reasons.containsKey(backup)) {
                moves.put(backup, "the one of " + quarter);
            }
        });
    }

    private static Candidate better(Candidate older, Candidate newer) {
        return older.proved() && !newer.proved() ? older : newer;
    }

    static String quarter(Instant time) {
        ZonedDateTime utc = time.atZone(ZoneOffset.UTC);
        return "Q" + utc.get(IsoFields.QUARTER_OF_YEAR) + " " + utc.getYear();
    }

    private void keep(Candidate backup, String reason) {
        reasons.putIfAbsent(backup, reason);
    }
}
