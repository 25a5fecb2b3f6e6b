package org.entente.partner;

import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Supplier;
import org.entente.http.HomeContext;

/**
 * Runs database work on an event loop, in a Vert.x context of its own, whatever thread asks, and brings the answer back to
 * the asker's context. A context of its own, because Hibernate Reactive keeps its session there: work that several
 * requests share must not end up in the session of one of them.
 */
@ApplicationScoped
class DatabaseThread {

    private final Vertx vertx;

    DatabaseThread(Vertx vertx) {
        this.vertx = vertx;
    }

    <T> Uni<T> run(Supplier<Uni<? extends T>> work) {
        Uni<T> away = Uni.createFrom()
                .emitter(emitter -> fresh().runOnContext(on ->
                        Uni.createFrom().deferred(work).subscribe().with(emitter::complete, emitter::fail)));
        return HomeContext.backHome(away);
    }

    private Context fresh() {
        Context asker = vertx.getOrCreateContext();
        Context context = VertxContext.createNewDuplicatedContext(
                asker.isEventLoopContext() ? asker : ((VertxInternal) vertx).createEventLoopContext());
        VertxContextSafetyToggle.setContextSafe(context, true);
        return context;
    }
}
