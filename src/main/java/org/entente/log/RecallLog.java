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
     * Grows whenever entries are given another class or erased, whether or not anybody has to be told. What was read of the log at one
     * revision and is sent at another has to be read again.
     */
    Uni<Long> revision();

    /** Calls back after something was recalled on this instance, from any thread; callbacks must return at once. */
    void onRecalled(Runnable callback);
}
