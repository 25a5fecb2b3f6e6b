package org.entente.stix.rule;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.entente.stix.json.JsonTape;

/** The deprecated observable container (STIX 2.1 §2.13): observables by local keys, which are all their references may name. */
final class Container {
    private final Map<String, String> typeByKey = new HashMap<>();

    Container(JsonTape tape, int container) {
        for (int key = tape.first(container); key < tape.next(container); key = tape.next(key + 1)) {
            int type = tape.isObject(key + 1) ? tape.find(key + 1, "type") : JsonTape.NONE;
            typeByKey.put(tape.text(key), type != JsonTape.NONE && tape.isString(type) ? tape.text(type) : "");
        }
    }

    /** Checks a reference between members of the container. */
    void resolve(Inspection in, int node, Set<String> allowed, String wanted) {
        String type = typeByKey.get(in.tape().text(node));
        if (type == null) {
            in.error(
                    node,
                    Rule.CONTAINER_REFERENCE,
                    in.quote(node) + " is no key of this container; refer to one of its objects by its key.");
        } else if (!allowed.isEmpty() && !allowed.contains(type)) {
            in.error(
                    node,
                    Rule.REFERENCE_TYPE,
                    "A reference to " + Quotes.of(type) + " is not allowed here; refer to " + wanted + ".");
        }
    }
}
