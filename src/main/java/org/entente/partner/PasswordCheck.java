package org.entente.partner;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.entente.http.HomeContext;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether a user name and password are somebody's. Takes the same time and steps whether the name is known or not.
 * Thread safe.
 */
@ApplicationScoped
class PasswordCheck {

    /** Longer ones are nobody's, and are not hashed. */
    private static final int CHARACTERS_MAX = 256;

    private static final String NO_HASH = "";

    private final RightPasswords right;
    private final Slowdown slowdown;
    private final HashThreads threads;
    private final FailedSignIns failures;

    /** Attempts under way by address and seal: a client that opens ten connections at once is checked once. */
    private final Map<String, CompletableFuture<Boolean>> underWay = new ConcurrentHashMap<>();

    PasswordCheck(Clock clock, PartnerSettings settings, HashThreads threads, FailedSignIns failures) {
        this.failures = failures;
        this.right = new RightPasswords(clock, settings.passwordMemory());
        this.slowdown = new Slowdown(clock);
        this.threads = threads;
    }

    /**
     * What somebody shows.
     *
     * @param username as given
     * @param password as given
     * @param address whence it comes, as far as that tells callers apart
     */
    record Attempt(String username, String password, String address) {
        @Override
        public String toString() {
            return "Attempt[" + username + "]";
        }
    }

    /** The credential the password proves, where it did so not long ago; takes no time. */
    Optional<Credential> remembered(Snapshot snapshot, Attempt shown) {
        if (shown.username().length() > CHARACTERS_MAX || shown.password().length() > CHARACTERS_MAX) {
            return Optional.empty();
        }
        return snapshot.access()
                .find(new Credential.Password(shown.username()))
                .filter(login -> isRemembered(login.secretHash(), shown.password()))
                .map(Snapshot.Login::credential);
    }

    private boolean isRemembered(@Nullable String hash, String password) {
        return hash != null && right.contains(right.seal(hash, password));
    }

    /**
     * The credential the password proves, in this snapshot; empty when none. Takes seconds at times: whoever asks must see
     * whether the credential still is what it was.
     */
    Uni<Optional<Credential>> check(Snapshot snapshot, Attempt shown) {
        String username = shown.username();
        String password = shown.password();
        if (username.length() > CHARACTERS_MAX || password.length() > CHARACTERS_MAX) {
            return Uni.createFrom().item(Optional.empty());
        }
        Optional<Snapshot.Login> login = snapshot.access().find(new Credential.Password(username));
        String hash = login.map(Snapshot.Login::secretHash).orElse(NO_HASH);
        // An unknown name has no hash that could tell it apart.
        String seal = right.seal(hash.isEmpty() ? username : hash, password);
        if (right.contains(seal)) {
            return Uni.createFrom().item(login.map(Snapshot.Login::credential));
        }
        // Not shared between addresses: one that may not wait must not speak for another.
        return once(shown.address() + ' ' + seal, () -> attempt(shown, hash))
                .invoke(matches -> remember(matches, seal))
                .invoke(matches -> {
                    if (!matches) {
                        failures.failed(login.map(known -> username), shown.address());
                    }
                })
                .map(matches -> matches ? login.map(Snapshot.Login::credential) : Optional.empty());
    }

    private void remember(boolean matches, String seal) {
        if (matches) {
            right.add(seal);
        }
    }

    private Uni<Boolean> once(String key, java.util.function.Supplier<Uni<Boolean>> attempt) {
        CompletableFuture<Boolean> mine = new CompletableFuture<>();
        @Nullable CompletableFuture<Boolean> other = underWay.putIfAbsent(key, mine);
        if (other == null) {
            Uni.createFrom()
                    .deferred(() -> attempt.get())
                    .onTermination()
                    .invoke(() -> underWay.remove(key, mine))
                    .subscribe()
                    .with(mine::complete, mine::completeExceptionally);
        }
        CompletableFuture<Boolean> shared = other == null ? mine : other;
        return HomeContext.backHome(Uni.createFrom().completionStage(shared::copy));
    }

    private Uni<Boolean> attempt(Attempt shown, String hash) {
        Slowdown.Source source = new Slowdown.Source(shown.username(), shown.address());
        Duration wait = slowdown.begin(source);
        return after(wait)
                .chain(() -> threads.run(() -> hash.isEmpty()
                        ? SecretHash.matchesNothing(shown.password())
                        : SecretHash.matches(hash, shown.password())))
                .onItemOrFailure()
                .invoke((matches, failure) -> slowdown.end(source, failure == null && Boolean.TRUE.equals(matches)));
    }

    private static Uni<Void> after(Duration wait) {
        Uni<Void> now = Uni.createFrom().voidItem();
        return wait.isZero() ? now : now.onItem().delayIt().by(wait);
    }
}
