package org.entente.log;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** What following cannot do at the moment, and when it tries again. Thread safe; kept in the database, for all instances. */
public interface RecallTroubles {

    /** Between tries, however often it failed. */
    Duration PAUSE_MAX = Duration.ofMinutes(5);

    /** What is followed. */
    enum Work {
        /** Changes of a partner. */
        POLICY,
        /** Newer versions of an object. */
        MARKING,
        /** A recall of very many entries. */
        REWRITING;

        /** As stored and shown: lower case. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * What fails.
     *
     * @param subject the partner, the object, or the recall
     * @param position of the one entry that the work went on without; 0 where all of the subject waits
     * @param revisionFrom of the fact of the partner by which it had that entry, 0 otherwise
     * @param revisionTo of the one by which it has not
     */
    record Subject(Work work, String subject, long position, long revisionFrom, long revisionTo) {

        /** All of something. */
        public static Subject whole(Work work, String subject) {
            return new Subject(work, subject, 0, 0, 0);
        }
    }

    /** What failed once. */
    record Failure(Subject subject, Instant at, String message) {}

    /** A failure that lasts. */
    record Trouble(UUID id, Subject subject, int attempts, Instant since, Instant nextAt, String message) {

        /** Whether it is too early to try again. What waits for longer than any of them was noted before the clock was set back. */
        public boolean waitsAt(Instant now) {
            return nextAt.isAfter(now) && !nextAt.isAfter(now.plus(PAUSE_MAX));
        }
    }

    /** It failed again: noted, with a later time to try. The time between tries doubles up to a limit. */
    Uni<Void> failed(Failure failure);

    /** It works again. */
    Uni<Void> over(Subject subject);

    /** All there are of some work, the most urgent first, at most so many. */
    Uni<List<Trouble>> of(Work work, int limit);

    /** All, the oldest first, for operators. */
    Uni<List<Trouble>> list(Optional<UUID> after, int limit);

    /** How many there are. */
    Uni<Long> count();
}
