package org.entente.taxii;

import io.vertx.core.Context;
import io.vertx.ext.web.RoutingContext;
import org.entente.partner.Admission;

/**
 * Whom an answer goes to. To be made while the request is on its own thread: later ones do not know its context.
 *
 * @param admission by what the caller was let in
 * @param routing the request and its response
 * @param context of the request
 */
record Recipient(Admission admission, RoutingContext routing, Context context) {

    static Recipient of(Admission admission, RoutingContext routing) {
        return new Recipient(admission, routing, routing.vertx().getOrCreateContext());
    }
}
