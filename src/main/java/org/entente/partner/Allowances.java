package org.entente.partner;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.entente.http.ProblemException;
import org.entente.http.ProblemType;

/**
 * Keeps every caller within its rates, and what partners have under way within what the exchange can work at. Answers are about
 * the caller's own doing, but for the one that the exchange is full. Thread safe.
 */
@ApplicationScoped
class Allowances {

    /** Beyond, whoever came least lately begins anew with a full bucket. */
    private static final int CALLERS_MAX = 20_000;

    /** Of one partner, that are taken while posts wait for one another. */
    private static final int SHARE_MIN = 4;

    private final Map<Kind, Allowance.Rate> rates = new EnumMap<>(Kind.class);
    private final RateSettings settings;
    private final MeterRegistry meters;
    private final AtomicInteger postsOfPartners = new AtomicInteger();
    private final Congestion congestion;

    // Both guarded by this.
    private final LinkedHashMap<Key, Allowance> allowances = new LinkedHashMap<>(16, 0.75f, true);
    private final LinkedHashMap<String, Integer> underWay = new LinkedHashMap<>();

    Allowances(RateSettings settings, MeterRegistry meters) {
        this.settings = settings;
        this.meters = meters;
        rates.put(Kind.POSTS, rate("posts", settings.postsPerSecond(), settings.postsBurst()));
        rates.put(Kind.READS, rate("reads", settings.readsPerSecond(), settings.readsBurst()));
        rates.put(Kind.SIGN_INS, rate("sign-ins", settings.signInsPerSecond(), settings.signInsBurst()));
        if (settings.postsAtOnce() < 1 || settings.allPostsAtOnce() < settings.postsAtOnce()) {
            throw new IllegalArgumentException("Set entente.limits.posts-at-once to 1 or more, and"
                    + " entente.limits.all-posts-at-once to no less.");
        }
        if (settings.postsWait().isNegative() || settings.postsWait().isZero()) {
            throw new IllegalArgumentException("Set entente.limits.posts-wait to a time such as 250ms.");
        }
        this.congestion = new Congestion(settings.postsWait(), settings.allPostsAtOnce(), System.nanoTime());
        for (Kind kind : Kind.values()) {
            refused(kind, "rate");
        }
        refused(Kind.POSTS, "caller");
        refused(Kind.POSTS, "exchange");
        refused(Kind.POSTS, "waiting");
    }

    private static Allowance.Rate rate(String what, int perSecond, int burst) {
        if (perSecond < 1 || burst < 1) {
            throw new IllegalArgumentException(
                    "Set entente.limits." + what + "-per-second and entente.limits." + what + "-burst to 1 or more.");
        }
        return new Allowance.Rate(perSecond, burst);
    }

    /** What a request is, as far as its rate goes. */
    enum Kind {
        /** Changes or submits something. */
        POSTS,
        READS,
        SIGN_INS;

        private String words() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private record Key(Kind kind, String caller) {}

    /**
     * Takes one request of a caller.
     *
     * @throws ProblemException 429 with how long to wait
     */
    void take(Kind kind, String caller, long nowNanos) {
        Duration wait = allowance(new Key(kind, caller)).take(nowNanos);
        if (wait.isZero()) {
            return;
        }
        refused(kind, "rate").increment();
        throw ProblemException.tooMany(
                "You may make " + rates(kind).perSecond() + " " + kind.words()
                        + " a second. Retry-After says when there is room again.",
                wait);
    }

    private Allowance.Rate rates(Kind kind) {
        return java.util.Objects.requireNonNull(rates.get(kind));
    }

    private synchronized Allowance allowance(Key key) {
        Allowance allowance = allowances.computeIfAbsent(key, first -> new Allowance(rates(key.kind())));
        if (allowances.size() > CALLERS_MAX) {
            allowances.remove(allowances.keySet().iterator().next());
        }
        return allowance;
    }

    /**
     * Lets a post of a partner begin.
     *
     * @return to be run once when it has been answered, or whoever asked is gone
     * @throws ProblemException 429 when the partner has too many under way, 503 when all partners together have, or wait for one
     *     another and this one has its share under way
     */
    Runnable beginOfPartner(String partner) {
        long began = System.nanoTime();
        int posts = postsOfPartners.incrementAndGet();
        try {
            if (posts > settings.allPostsAtOnce()) {
                throw full("exchange");
            }
            int bound = congestion.bound(began);
            if (posts > bound && hasItsShareOf(bound, partner)) {
                throw full("waiting");
            }
            begin(partner);
        } catch (ProblemException e) {
            postsOfPartners.decrementAndGet();
            throw e;
        }
        congestion.began(began);
        return () -> {
            postsOfPartners.decrementAndGet();
            congestion.ended(began, System.nanoTime());
            end(partner);
        };
    }

    private ProblemException full(String bound) {
        refused(Kind.POSTS, bound).increment();
        return new ProblemException(
                ProblemType.UNAVAILABLE, "The exchange has as much under way as it can work at. Try again.");
    }

    /** Who asks for little finds room, however much others ask for. */
    private synchronized boolean hasItsShareOf(int bound, String partner) {
        int share = Math.max(SHARE_MIN, bound / Math.max(1, underWay.size()));
        return underWay.getOrDefault(partner, 0) >= share;
    }

    /**
     * The same for an operator, who finds room whatever partners do: somebody must be able to recall.
     *
     * @throws ProblemException 429 when the operator has too many under way
     */
    Runnable beginOfOperator(String operator) {
        begin(operator);
        return () -> end(operator);
    }

    private void begin(String caller) {
        if (!counted(caller)) {
            refused(Kind.POSTS, "caller").increment();
            throw ProblemException.tooMany(
                    "You may have " + settings.postsAtOnce() + " posts under way at once.", Duration.ofSeconds(1));
        }
    }

    private synchronized boolean counted(String caller) {
        int before = underWay.getOrDefault(caller, 0);
        if (before >= settings.postsAtOnce()) {
            return false;
        }
        underWay.put(caller, before + 1);
        return true;
    }

    private synchronized void end(String caller) {
        underWay.computeIfPresent(caller, (known, count) -> count > 1 ? count - 1 : null);
    }

    private Counter refused(Kind kind, String bound) {
        return Counter.builder("entente.limits.refused")
                .description(
                        "Requests refused for their number: of one caller in a time, of one at once, or of all at once")
                .tag("kind", kind.words())
                .tag("bound", bound)
                .register(meters);
    }
}
