package org.entente.stix.rule;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.entente.stix.json.JsonTape;
import org.jspecify.annotations.Nullable;

/** Checks of references by the types they may point to (STIX 2.1 §3.3). Objects nobody has yet may be referred to. */
final class References {
    private static final Set<String> BUNDLE = Set.of(KnownTypes.BUNDLE);

    /** An object of any type. */
    static final Check ANY = allBut("any STIX object", BUNDLE);

    /** What language content translates. */
    static final Check TRANSLATABLE =
            allBut("an object that is no language-content", KnownTypes.union(BUNDLE, Set.of("language-content")));

    /** What a relationship may tie: domain objects and observables, custom ones among them. */
    static final Check NODE = allBut(
            "a domain object or an observable", KnownTypes.union(KnownTypes.RELATIONSHIP, KnownTypes.META, BUNDLE));

    /** A domain object, custom ones among them. */
    static final Check DOMAIN = allBut(
            "a domain object",
            KnownTypes.union(KnownTypes.RELATIONSHIP, KnownTypes.META, KnownTypes.OBSERVABLE, BUNDLE));

    /** An observable, custom ones among them. */
    static final Check OBSERVABLE = allBut(
            "an observable", KnownTypes.union(KnownTypes.RELATIONSHIP, KnownTypes.META, KnownTypes.DOMAIN, BUNDLE));

    /** What an observation is made of: observables and the relationships between them. */
    static final Check OBSERVATION =
            allBut("an observable or a relationship", KnownTypes.union(KnownTypes.META, KnownTypes.DOMAIN, BUNDLE));

    private References() {}

    /** A reference to an object of one of these types. */
    static Check to(String... types) {
        Set<String> allowed = Set.of(types);
        String wanted = wanted(types);
        return (in, node) -> {
            String type = Ids.check(in, node);
            if (type != null) {
                in.reference(node);
                allow(in, node, type, allowed.contains(type), wanted);
            }
        };
    }

    private static Check allBut(String wanted, Set<String> refusedTypes) {
        Set<String> refused = new HashSet<>(refusedTypes);
        return (in, node) -> {
            String type = Ids.check(in, node);
            if (type != null) {
                in.reference(node);
                allow(in, node, type, !refused.contains(type), wanted);
            }
        };
    }

    private static void allow(Inspection in, int node, String type, boolean allowed, String wanted) {
        if (!allowed) {
            in.error(
                    node,
                    Rule.REFERENCE_TYPE,
                    "A reference to " + Quotes.of(type) + " is not allowed here; refer to " + wanted + ".");
        }
    }

    /**
     * A reference from an observable to one of these types; none given means any observable.
     *
     * <p>In the deprecated observable container it is a key of the same container. Outside, an id whose type fits but whose UUID is
     * misspelt is a warning only: it resolves to nothing, like any object nobody has yet, and harms nothing else.
     */
    static Check fromObservable(String... types) {
        Set<String> allowed = Set.of(types);
        String wanted = types.length == 0 ? "an observable" : wanted(types);
        return (in, node) -> {
            if (!Checks.isString(in, node)) {
                return;
            }
            Container container = in.container();
            if (container != null) {
                container.resolve(in, node, allowed, wanted);
                return;
            }
            JsonTape tape = in.tape();
            String type = Ids.typeOf(tape, node);
            if (type == null) {
                misspelt(in, node, allowed);
                return;
            }
            in.reference(node);
            boolean fits = allowed.isEmpty() ? isObservable(type) : allowed.contains(type);
            allow(in, node, type, fits, wanted);
        };
    }

    static boolean isObservable(String type) {
        return !KnownTypes.DOMAIN.contains(type)
                && !KnownTypes.RELATIONSHIP.contains(type)
                && !KnownTypes.META.contains(type)
                && !type.equals(KnownTypes.BUNDLE);
    }

    private static void misspelt(Inspection in, int node, Set<String> allowed) {
        String prefix = prefix(in.tape().text(node));
        if (prefix != null && (allowed.isEmpty() || allowed.contains(prefix))) {
            in.warn(
                    node,
                    Rule.REFERENCE_UNRESOLVABLE,
                    in.quote(node)
                            + " does not end in a UUID, so it refers to nothing; write an object type, two hyphens and a UUID.");
        } else {
            in.error(
                    node,
                    Rule.ID_SYNTAX,
                    in.quote(node) + " is not an id; write an object type, two hyphens and a UUID.");
        }
    }

    private static @Nullable String prefix(String text) {
        int hyphens = text.indexOf("--");
        return hyphens > 0 ? text.substring(0, hyphens) : null;
    }

    private static String wanted(String... types) {
        String last = types[types.length - 1];
        String first = String.join(", ", Arrays.asList(types).subList(0, types.length - 1));
        return "an object of type " + (first.isEmpty() ? last : first + " or " + last);
    }
}
