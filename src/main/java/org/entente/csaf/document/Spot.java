package org.entente.csaf.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A value and where it stands. Asking for what is not there gives an absent one, so that a test of one rule need not repeat
 * another's: the shape of the document is checked once.
 *
 * @param node the value; a missing node where there is none
 * @param pointer its RFC 6901 JSON Pointer from the document's root
 */
record Spot(JsonNode node, String pointer) {

    static Spot root(JsonNode node) {
        return new Spot(node, "");
    }

    Spot at(String name) {
        JsonNode child = node.path(name);
        return new Spot(child, pointer + "/" + name.replace("~", "~0").replace("/", "~1"));
    }

    /** Walks down several names. */
    Spot down(String... names) {
        Spot spot = this;
        for (String name : names) {
            spot = spot.at(name);
        }
        return spot;
    }

    /** The items of an array; none of anything else. */
    List<Spot> items() {
        if (!node.isArray()) {
            return List.of();
        }
        List<Spot> items = new ArrayList<>(node.size());
        for (int i = 0; i < node.size(); i++) {
            items.add(new Spot(node.path(i), pointer + "/" + i));
        }
        return items;
    }

    /** The items of the array of this name. */
    List<Spot> each(String name) {
        return at(name).items();
    }

    /** The texts of an array of texts. */
    List<String> texts(String name) {
        return each(name).stream()
                .filter(item -> item.node.isTextual())
                .map(Spot::text)
                .toList();
    }

    boolean isPresent() {
        return !(node instanceof MissingNode);
    }

    boolean has(String name) {
        return node.has(name);
    }

    /** The text; empty where there is none. */
    String text() {
        return node.isTextual() ? node.textValue() : "";
    }

    String text(String name) {
        return at(name).text();
    }

    Optional<String> textIfAny(String name) {
        return Optional.of(at(name)).filter(spot -> spot.node.isTextual()).map(Spot::text);
    }
}
