package org.entente.release;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.entente.partner.TrustPolicy.Allowed;

/** Which partners' policies allow a name, for one list of the policy. Filled first, then only read. */
final class AllowedBy<T> {

    private final BitSet every = new BitSet();
    private final Map<T, BitSet> named = new HashMap<>();

    void add(int ordinal, Allowed<T> allowed) {
        if (allowed.all()) {
            every.set(ordinal);
            named.values().forEach(partners -> partners.set(ordinal));
            return;
        }
        for (T name : allowed.names()) {
            named.computeIfAbsent(name, none -> (BitSet) every.clone()).set(ordinal);
        }
    }

    /** Not to be changed. */
    BitSet partners(T name) {
        return named.getOrDefault(name, every);
    }
}
