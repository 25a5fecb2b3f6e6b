package org.entente.advisory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Optional;

/** Reads what an indicator looks for. */
final class Indicators {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Indicators() {}

    /** Its pattern, where that is in STIX's own language. */
    static Optional<String> stixPattern(byte[] indicator) {
        try {
            JsonNode object = JSON.readTree(indicator);
            boolean stix = object.path("pattern_type").asText().equals("stix");
            return stix && object.path("pattern").isTextual()
                    ? Optional.of(object.path("pattern").textValue())
                    : Optional.empty();
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }
}
