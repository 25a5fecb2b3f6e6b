package org.entente.partner;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.entente.audit.Act;
import org.entente.audit.Action;
import org.entente.audit.Subject;
import org.jboss.logging.Logger;

/**
 * Notes wrong passwords in the audit trail, in bounded number: of one account from one address the first in a quarter of an hour, the
 * tenth, the hundredth and so on; of a thousand such sources, and the rest as one. A name that is nobody's is not noted: people
 * type passwords there. Thread safe.
 */
@ApplicationScoped
class FailedSignIns {

    private static final Logger LOG = Logger.getLogger(FailedSignIns.class);
    private static final Duration WINDOW = Duration.ofMinutes(15);
    private static final int SOURCES_MAX = 1_000;
    private static final String UNKNOWN = "unknown";
    private static final String MANY = "many";

    private final DirectoryChanges changes;
    private final Clock clock;

    // Guarded by this.
    private final Map<Source, Integer> failures = new HashMap<>();
    private Instant windowEnd = Instant.MIN;

    FailedSignIns(DirectoryChanges changes, Clock clock) {
        this.changes = changes;
        this.clock = clock;
    }

    private record Source(String account, String address) {}

    /**
     * Counts one. Returns at once; that it could not be noted stops no sign-in.
     *
     * @param account empty where there is none of the name
     */
    void failed(Optional<String> account, String address) {
        counted(new Source(account.orElse(UNKNOWN), address))
                .ifPresent(act -> changes.note(act)
                        .subscribe()
                        .with(noted -> {}, failure -> LOG.warn("A failed sign-in could not be noted", failure)));
    }

    private synchronized Optional<Act> counted(Source source) {
        Instant now = clock.instant();
        if (!now.isBefore(windowEnd)) {
            failures.clear();
            windowEnd = now.plus(WINDOW);
        }
        Source counted =
                failures.containsKey(source) || failures.size() < SOURCES_MAX ? source : new Source(MANY, MANY);
        int count = failures.merge(counted, 1, Integer::sum);
        return isPowerOfTen(count)
                ? Optional.of(Act.of(Action.SIGN_IN_FAILED, new Subject("account", counted.account()))
                        .with(Map.of("address", counted.address(), "failures", Integer.toString(count))))
                : Optional.empty();
    }

    static boolean isPowerOfTen(int count) {
        int rest = count;
        while (rest > 1 && rest % 10 == 0) {
            rest /= 10;
        }
        return rest == 1;
    }
}
