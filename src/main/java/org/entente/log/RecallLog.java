package org.entente.log;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import org.entente.party.PartnerId;

/**
 * What partners are to drop, in the one order in which every exit tells it. Thread safe. Every call fails after its time limit
 * rather than wait for ever.
 */
public interface RecallLog {

    /**
     * The next items after a number, whoever is told.
     *
     * @param afterNumber exclusive; 0 starts at the beginning
     * @param limit at least 1
     */
    Uni<List<RecallItem>> after(long afterNumber, int limit);

    /** The same for one partner. */
    Uni<List<RecallItem>> after(PartnerId partner, long afterNumber, int limit);

    /** The highest number given out, 0 where nothing was recalled. */
    Uni<Long> lastNumber();

    /** Whether a number was given out, here or in the log that this one was restored from. */
    Uni<Boolean> wasGivenOut(long number);

    /**
     * The number below which a partner has nothing recalled after a moment: what follows it was recalled since, and perhaps a
     * little more.
     */
    Uni<Long> lastNumberBefore(PartnerId partner, Instant moment);

    /**
     * Two counts. Whoever sends what it read of the log at one revision has to read it again where that was recalled or erased since.
     *
     * @param recalled grows whenever entries are given another class, whether or not anybody has to be told
     * @param erased grows with each entry that is erased
     */
    record Revision(long recalled, long erased) {

        /** At which what was read at either was as it was then. */
        public Revision earlier(Revision other) {
            return new Revision(Math.min(recalled, other.recalled), Math.min(erased, other.erased));
        }
    }

    /** As of now. */
    Uni<Revision> revision();

    /**
     * Whether entries are as they were read at a revision: nothing was recalled since, and none of these erased. Erasing others, by rules
     * mostly old ones, is nothing to those who send new ones.
     *
     * @param from the lowest position, inclusive
     * @param to the highest, inclusive
     */
    Uni<Boolean> stand(Revision read, long from, long to);

    /** Calls back after something was recalled on this instance, from any thread; callbacks must return at once. */
    void onRecalled(Runnable callback);
}
