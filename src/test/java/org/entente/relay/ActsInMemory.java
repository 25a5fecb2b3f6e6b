package org.entente.relay;

import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.entente.log.ActTraces;
import org.entente.trace.TraceParent;

/** What traced acts of a {@link RelayWorld} came by; a recall is its notice there. */
final class ActsInMemory implements ActTraces {

    private final Map<UUID, TraceParent> acts = new HashMap<>();

    @Override
    public Uni<Void> keep(UUID act, TraceParent trace) {
        acts.put(act, trace);
        return Uni.createFrom().voidItem();
    }

    @Override
    public Uni<Optional<TraceParent>> of(UUID act) {
        return Uni.createFrom().item(() -> Optional.ofNullable(acts.get(act)));
    }

    @Override
    public Uni<Map<UUID, TraceParent>> ofNotices(Collection<UUID> notices) {
        return Uni.createFrom().item(() -> {
            Map<UUID, TraceParent> found = new HashMap<>(acts);
            found.keySet().retainAll(notices);
            return found;
        });
    }
}
