package org.entente.release;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.entente.log.LogEntry;
import org.entente.release.EgressGuard.Ceiling;
import org.entente.release.view.Renderer;
import org.entente.release.view.Renderer.Order;
import org.entente.release.view.Renderer.Rendered;
import org.jspecify.annotations.Nullable;

/**
 * What was made of one entry, so that a view is rendered and checked once for all who share it. Passing in an entry other than
 * the one before starts anew. Used by one thread.
 */
public final class Renderings {

    private final Map<Order, Optional<Rendered>> rendered = new HashMap<>();
    private final Map<Check, Optional<String>> checked = new HashMap<>();
    private final Map<Order, Optional<String>> told = new HashMap<>();
    private @Nullable LogEntry entry;

    /** One question to the guard; without an order about the entry as it was submitted. */
    private record Check(Optional<Order> order, Ceiling ceiling) {}

    /** The order carried out on the entry, or empty where it cannot be. */
    Optional<Rendered> of(LogEntry of, Order order, Renderer renderer) {
        begin(of);
        return rendered.computeIfAbsent(order, asked -> renderer.render(of.content(), of.id(), asked));
    }

    /** The guard's objection, asked for once. */
    Optional<String> objection(LogEntry of, Optional<Order> order, Ceiling ceiling, Supplier<Optional<String>> guard) {
        begin(of);
        return checked.computeIfAbsent(new Check(order, ceiling), asked -> guard.get());
    }

    /** What the view would tell, asked for once. */
    Optional<String> telling(LogEntry of, Order order, Supplier<Optional<String>> guard) {
        begin(of);
        return told.computeIfAbsent(order, asked -> guard.get());
    }

    private void begin(LogEntry of) {
        if (entry != of) {
            entry = of;
            rendered.clear();
            checked.clear();
            told.clear();
        }
    }
}
