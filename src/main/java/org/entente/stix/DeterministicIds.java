package org.entente.stix;

import java.util.Optional;
import org.entente.stix.json.JsonLimits;
import org.entente.stix.json.JsonScanner;
import org.entente.stix.json.JsonTape;
import org.entente.stix.json.MalformedJson;
import org.entente.stix.rule.ObservableIds;

/** The deterministic ids of cyber-observables (STIX 2.1 §2.9): UUIDv5 over their canonical id-contributing properties. */
public final class DeterministicIds {
    private DeterministicIds() {}

    /** The id the standard gives this object; nothing for objects that are no observables or have no contributing property. */
    public static Optional<StixId> of(StixObject object) {
        return of(object.bytes());
    }

    /**
     * The id the standard gives an observable that need not be valid otherwise.
     *
     * @throws IllegalArgumentException if the bytes are not a JSON object
     */
    public static Optional<StixId> of(byte[] observable) {
        JsonTape tape = new JsonTape();
        JsonLimits limits = new JsonLimits(1_000, Integer.MAX_VALUE, 1_000, JsonLimits.ITEMS_MAX);
        try {
            new JsonScanner(observable, limits).value(tape);
        } catch (MalformedJson broken) {
            throw new IllegalArgumentException("not JSON: " + broken.getMessage(), broken);
        }
        if (!tape.isObject(0)) {
            throw new IllegalArgumentException("not a JSON object");
        }
        int type = tape.find(0, "type");
        if (type == JsonTape.NONE || !tape.isString(type)) {
            return Optional.empty();
        }
        String name = tape.text(type);
        return Optional.ofNullable(ObservableIds.of(tape, 0, name)).map(uuid -> new StixId(name, uuid));
    }
}
