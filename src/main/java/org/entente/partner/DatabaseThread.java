package org.entente.partner;

import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

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
        return backHome(away);
    }

    /** Emits on the Vert.x context of whoever subscribes, if it has one. */
    static <T> Uni<T> backHome(Uni<T> away) {
        return Uni.createFrom().deferred(() -> {
            @Nullable Context home = Vertx.currentContext();
            return home == null ? away : away.emitOn(command -> home.runOnContext(on -> command.run()));
        });
    }

    private Context fresh() {
        Context asker = vertx.getOrCreateContext();
        Context context = VertxContext.createNewDuplicatedContext(
                asker.isEventLoopContext() ? asker : ((VertxInternal) vertx).createEventLoopContext());
        VertxContextSafetyToggle.setContextSafe(context, true);
        return context;
    }
}
