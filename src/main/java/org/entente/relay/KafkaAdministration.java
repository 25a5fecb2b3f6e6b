package org.entente.relay;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.AuthenticationException;
import org.jspecify.annotations.Nullable;

/**
 * Kafka's administration client in the exchange's terms: calls are {@link Uni}s, fail after a time limit, and answer on the
 * Vert.x context they were made from, because database sessions may not change threads. Consumers are made here too, so that all
 * can begin anew. Thread safe.
 */
@ApplicationScoped
public class KafkaAdministration {

    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(1);

    private final KafkaSettings settings;
    private final RelayConfig config;
    private final Set<KafkaConsumer<byte[], byte[]>> readers = ConcurrentHashMap.newKeySet();
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
                        // Who else is calling fails for the same reason.
                        .invoke(() -> end(admin, Duration.ZERO)))
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

    /** The next call is made with a new client; those under way fail. */
    void beginAnew() {
        readers.forEach(KafkaConsumer::wakeup);
        end(current(), Duration.ZERO);
    }

    private synchronized @Nullable Admin current() {
        return client;
    }

    /** Closing waits for the client's own thread, which may be about to do the same: nobody must be kept out meanwhile. */
    private void end(@Nullable Admin admin, Duration patience) {
        if (admin == null) {
            return;
        }
        synchronized (this) {
            if (client == admin) {
                client = null;
            }
        }
        admin.close(patience);
    }

    /**
     * Makes a consumer for the caller to close. What it waits for when everything begins anew fails with a {@link KafkaException};
     * the caller tries again with another.
     */
    KafkaConsumer<byte[], byte[]> reader(Map<String, Object> properties) {
        KafkaConsumer<byte[], byte[]> made = new Reader(properties);
        readers.add(made);
        return made;
    }

    private final class Reader extends KafkaConsumer<byte[], byte[]> {

        Reader(Map<String, Object> properties) {
            super(properties);
        }

        @Override
        public void close() {
            readers.remove(this);
            super.close();
        }
    }

    private static Executor callersContext() {
        Context context = Vertx.currentContext();
        return context == null ? Runnable::run : task -> context.runOnContext(ignored -> task.run());
    }

    @PreDestroy
    void close() {
        end(current(), CLOSE_PATIENCE);
    }
}
