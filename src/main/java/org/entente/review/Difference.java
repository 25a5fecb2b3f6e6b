package org.entente.review;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * One property in which two objects differ. Pure.
 *
 * @param property at the top of the object
 * @param held what the held object has; absent where it has none
 * @param known what the known one has; absent where it has none
 */
@Schema(name = "ReviewDifference")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Difference(
        String property,
        @Schema(implementation = Object.class) @Nullable JsonNode held,
        @Schema(implementation = Object.class) @Nullable JsonNode known) {

    /** Longer ones are told by their length: nobody compares them by eye. */
    private static final int CHARACTERS_MAX = 4_000;

    private static final ObjectMapper JSON = new ObjectMapper();

    /** In the order of the alphabet; numbers that are equal, and objects in another order, do not differ. */
    static List<Difference> between(byte[] held, byte[] known) {
        return between(held, known, Set.of());
    }

    /** @param untold properties that are not compared */
    static List<Difference> between(byte[] held, byte[] known, Set<String> untold) {
        JsonNode one = read(held);
        JsonNode other = read(known);
        Set<String> properties = new TreeSet<>();
        one.fieldNames().forEachRemaining(properties::add);
        other.fieldNames().forEachRemaining(properties::add);
        properties.removeAll(untold);
        List<Difference> differences = new ArrayList<>();
        for (String property : properties) {
            JsonNode mine = one.get(property);
            JsonNode theirs = other.get(property);
            if (mine == null || !mine.equals(Difference::byValue, theirs == null ? JSON.missingNode() : theirs)) {
                differences.add(new Difference(property, shown(mine), shown(theirs)));
            }
        }
        return differences;
    }

    private static int byValue(JsonNode one, JsonNode other) {
        if (one.equals(other)) {
            return 0;
        }
        boolean equal = one.isNumber() && other.isNumber() && one.decimalValue().compareTo(other.decimalValue()) == 0;
        return equal ? 0 : 1;
    }

    private static @Nullable JsonNode shown(@Nullable JsonNode value) {
        if (value == null) {
            return null;
        }
        int characters = value.toString().length();
        return characters <= CHARACTERS_MAX ? value : TextNode.valueOf("(" + characters + " characters)");
    }

    private static JsonNode read(byte[] object) {
        try {
            return JSON.readTree(object);
        } catch (IOException unreadable) {
            throw new IllegalStateException("What was taken in can be read", unreadable);
        }
    }
}
