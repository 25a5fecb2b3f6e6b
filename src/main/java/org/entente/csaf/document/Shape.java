package org.entente.csaf.document;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** What a value must look like, in the few words that CSAF's schema needs. Immutable. */
@FunctionalInterface
interface Shape {

    /** Adds a finding for every way in which the value is of another shape. */
    void check(Spot spot, Findings findings);

    /** A text that is not empty. */
    static Shape text() {
        return text("must be a text that is not empty", text -> !text.isEmpty());
    }

    /** A text for which something holds; the sentence says what is expected. */
    static Shape text(String expected, Predicate<String> holds) {
        return (spot, findings) -> {
            if (!spot.node().isTextual() || !holds.test(spot.text())) {
                findings.shape(spot, name(spot) + " " + expected + ".");
            }
        };
    }

    /** One of these texts. */
    static Shape oneOf(String... values) {
        Set<String> allowed = Set.of(values);
        return text("must be one of " + String.join(", ", values), allowed::contains);
    }

    /** At least so many items, each of this shape. */
    static Shape list(int least, Shape item) {
        return (spot, findings) -> {
            if (!spot.node().isArray() || spot.node().size() < least) {
                findings.shape(spot, name(spot) + " must be a list of at least " + least + ".");
                return;
            }
            spot.items().forEach(each -> item.check(each, findings));
        };
    }

    /** A list of which no two are the same. */
    static Shape set(int least, Shape item) {
        Shape list = list(least, item);
        return (spot, findings) -> {
            list.check(spot, findings);
            Set<JsonNode> seen = new HashSet<>();
            spot.items().stream()
                    .filter(each -> !seen.add(each.node()))
                    .forEach(each -> findings.shape(each, name(spot) + " must not hold the same twice."));
        };
    }

    /** A shape that holds itself. */
    static Shape later(Supplier<Shape> shape) {
        return (spot, findings) -> shape.get().check(spot, findings);
    }

    /** An object; its members are told one by one. */
    static ObjectShape object(String... required) {
        return new ObjectShape(List.of(required), Map.of(), 0, Integer.MAX_VALUE);
    }

    private static String name(Spot spot) {
        return spot.pointer().substring(spot.pointer().lastIndexOf('/') + 1);
    }

    /** An object with members that must be there, and shapes of those that may; any other member is allowed. */
    record ObjectShape(List<String> required, Map<String, Shape> members, int least, int most) implements Shape {

        ObjectShape with(String name, Shape shape) {
            Map<String, Shape> more = new LinkedHashMap<>(members);
            more.put(name, shape);
            return new ObjectShape(required, more, least, most);
        }

        /** How many members it must have at least and at most, unknown ones included. */
        ObjectShape sized(int fewest, int greatest) {
            return new ObjectShape(required, members, fewest, greatest);
        }

        @Override
        public void check(Spot spot, Findings findings) {
            if (!spot.node().isObject()) {
                findings.shape(spot, name(spot) + " must be an object.");
                return;
            }
            required.stream()
                    .filter(name -> !spot.has(name))
                    .forEach(name -> findings.shape(spot, "The member " + name + " is missing."));
            int size = spot.node().size();
            if (size < least || size > most) {
                findings.shape(
                        spot,
                        name(spot) + " must have " + (size < least ? "at least " + least : "only " + most)
                                + " members.");
            }
            members.forEach((name, shape) -> {
                if (spot.has(name)) {
                    shape.check(spot.at(name), findings);
                }
            });
        }
    }
}
