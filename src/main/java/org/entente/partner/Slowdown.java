package org.entente.partner;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import org.entente.http.ProblemException;
import org.entente.http.ProblemType;

/**
 * Makes guessing at one account slow: after a few failures each further attempt waits, twice as long every time, up to a
 * bound; and only so many attempts at one account may wait that come from one address. Known and unknown names are treated
 * alike. Nobody is ever locked out: an attempt that waits its time is checked, and a guesser's attempts take no place from
 * those of another address. Thread safe.
 */
final class Slowdown {

    /** Typing slips and a client's retry with an old password cost nothing. */
    private static final int FAILURES_FREE = 3;

    private static final Duration FIRST_DELAY = Duration.ofMillis(250);
    private static final int DOUBLINGS_MAX = 5;
    private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(15);

    /** Else a guesser would let a thousand attempts wait side by side. */
    private static final int WAITING_MAX = 8;

    /** Beyond, the account untouched for longest is forgotten; a guesser at that many names guesses at none often. */
    private static final int ACCOUNTS_MAX = 10_000;

    /** Beyond, the places asked for longest ago are counted anew: rather a few more wait than that nobody may. */
    private static final int SOURCES_MAX = 10_000;

    private final Clock clock;

    // Guarded by this.
    private final LinkedHashMap<String, Account> accounts = new LinkedHashMap<>(16, 0.75f, true);
    private final LinkedHashMap<Source, Integer> waiting = new LinkedHashMap<>(16, 0.75f, true);

    Slowdown(Clock clock) {
        this.clock = clock;
    }

    /**
     * Where attempts at one account come from.
     *
     * @param name the account
     * @param address of the caller, as far as it tells callers apart
     */
    record Source(String name, String address) {}

    private static final class Account {
        int failures;
        int waiting;
        Instant lastFailure = Instant.MIN;
    }

    /**
     * Lets an attempt begin and says how long it must wait first. The caller must end it with {@link #end}.
     *
     * @throws ProblemException 429 when too many attempts from there at this account are waiting already
     */
    synchronized Duration begin(Source source) {
        int before = waiting.getOrDefault(source, 0);
        if (before >= WAITING_MAX) {
            throw new ProblemException(
                    ProblemType.TOO_MANY_REQUESTS, "Too many attempts to sign in under this name are under way.");
        }
        Account account = accounts.computeIfAbsent(source.name(), unknown -> new Account());
        waiting.put(source, before + 1);
        forgetEldest(accounts, ACCOUNTS_MAX);
        forgetEldest(waiting, SOURCES_MAX);
        if (account.lastFailure.isBefore(clock.instant().minus(FORGOTTEN_AFTER))) {
            account.failures = 0;
        }
        account.waiting++;
        return delay(account.failures + account.waiting - 1);
    }

    /** Ends an attempt that {@link #begin} let begin. A right one clears the account. */
    synchronized void end(Source source, boolean right) {
        waiting.computeIfPresent(source, (known, count) -> count > 1 ? count - 1 : null);
        Account account = accounts.get(source.name());
        if (account == null) {
            return;
        }
        account.waiting = Math.max(0, account.waiting - 1);
        account.failures = right ? 0 : account.failures + 1;
        account.lastFailure = right ? Instant.MIN : clock.instant();
        if (right && account.waiting == 0) {
            accounts.remove(source.name());
        }
    }

    /** How long the attempt waits that follows this many failures. */
    static Duration delay(int failures) {
        int beyond = failures - FAILURES_FREE;
        return beyond < 0 ? Duration.ZERO : FIRST_DELAY.multipliedBy(1L << Math.min(beyond, DOUBLINGS_MAX));
    }

    private static <K, V> void forgetEldest(LinkedHashMap<K, V> table, int entriesMax) {
        while (table.size() > entriesMax) {
            K eldest = table.keySet().iterator().next();
            table.remove(eldest);
        }
    }
}
