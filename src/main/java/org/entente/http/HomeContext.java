package org.entente.http;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import org.jspecify.annotations.Nullable;

/** Brings what others' threads answer back to the Vert.x context of the request that waits for it. */
public final class HomeContext {

    private HomeContext() {}

    /** Emits on the Vert.x context of whoever subscribes, if it has one. */
    public static <T> Uni<T> backHome(Uni<T> away) {
        return Uni.createFrom().deferred(() -> {
            @Nullable Context home = Vertx.currentContext();
            return home == null ? away : away.emitOn(command -> home.runOnContext(on -> command.run()));
        });
    }
}
