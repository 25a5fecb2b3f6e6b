package org.entente.stix.rule;

import org.entente.stix.json.JsonTape;

/** The {@code objects} property of observed data, a deprecated observable container (STIX 2.1 §2.13, §4.14). */
final class ObservableContainers {
    private ObservableContainers() {}

    static void check(Inspection in, int node) {
        if (!Checks.isObject(in, node)) {
            return;
        }
        JsonTape tape = in.tape();
        if (tape.isEmpty(node)) {
            in.error(node, Rule.EMPTY_DICTIONARY, "The container is empty; give it at least one observable.");
        }
        in.warn(node, Rule.DEPRECATED, "The property objects is deprecated; list the observables in object_refs.");
        in.enter(new Container(tape, node));
        for (int key = tape.first(node); key < tape.next(node); key = tape.next(key + 1)) {
            member(in, key + 1);
        }
        in.leaveContainer();
    }

    private static void member(Inspection in, int object) {
        if (!Checks.isObject(in, object)) {
            return;
        }
        int type = in.tape().find(object, "type");
        if (type == JsonTape.NONE) {
            in.error(object, Rule.REQUIRED, "The property type is missing; every observable requires it.");
        } else if (Checks.isString(in, type)) {
            String name = in.tape().text(type);
            if (References.isObservable(name)) {
                ObjectRules.observable(name).check(in, object);
            } else {
                in.error(
                        type,
                        Rule.REFERENCE_TYPE,
                        Quotes.of(name) + " is no observable; a container holds observables only.");
            }
        }
    }
}
