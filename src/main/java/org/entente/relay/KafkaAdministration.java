package org.entente.relay;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.AuthenticationException;
import org.jspecify.annotations.Nullable;

/**
 * Kafka's administration client in the exchange's terms: calls are {@link Uni}s, fail after a time limit, and answer on the
 * Vert.x context they were made from, because database sessions may not change threads. Thread safe.
 */
@ApplicationScoped
public class KafkaAdministration {

    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(1);

    private final KafkaSettings settings;
    private final RelayConfig config;
    private @Nullable Admin client;

    KafkaAdministration(KafkaSettings settings, RelayConfig config) {
        this.settings = settings;
        this.config = config;
    }

    /** Makes one call. */
    <T> Uni<T> call(Function<Admin, KafkaFuture<T>> request) {
        return callAll(admin -> request.apply(admin).toCompletionStage());
    }

    /** Makes one call whose answer the caller has put together. */
    <T> Uni<T> callAll(Function<Admin, CompletionStage<T>> request) {
        // Making the client resolves names and reads key files, which the event loop must not wait for.
        return backHome(Uni.createFrom()
                .item(this::client)
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .chain(admin -> Uni.createFrom()
                        .completionStage(() -> request.apply(admin))
                        .onFailure(KafkaAdministration::isAboutIdentity)
                        .invoke(() -> giveUp(admin)))
                .ifNoItem()
                .after(config.callTimeout())
                .fail());
    }

    /** Emits on the Vert.x context of whoever subscribes, if it has one. */
    static <T> Uni<T> backHome(Uni<T> away) {
        return Uni.createFrom().deferred(() -> away.emitOn(callersContext()));
    }

    /** Made when first needed: it fails where the brokers' names cannot be resolved, which must not stop start-up. */
    private synchronized Admin client() {
        Admin current = client;
        if (current == null) {
            current = Admin.create(settings.admin());
            client = current;
        }
        return current;
    }

    /** Either side may have got a new certificate, authority or password, of which only a new client would know. */
    private static boolean isAboutIdentity(Throwable failure) {
        return failure instanceof AuthenticationException || failure.getCause() instanceof AuthenticationException;
    }

    private synchronized void giveUp(Admin admin) {
        if (client == admin) {
            // Who else is calling fails for the same reason.
            beginAnew();
        }
    }

    /** The next call is made with a new client; those under way fail. */
    synchronized void beginAnew() {
        Admin before = client;
        client = null;
        if (before != null) {
            before.close(Duration.ZERO);
        }
    }

    private static Executor callersContext() {
        Context context = Vertx.currentContext();
        return context == null ? Runnable::run : task -> context.runOnContext(ignored -> task.run());
    }

    @PreDestroy
    synchronized void close() {
        if (client != null) {
            client.close(CLOSE_PATIENCE);
            client = null;
        }
    }
}
