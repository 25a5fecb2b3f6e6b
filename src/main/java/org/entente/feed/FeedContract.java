package org.entente.feed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.entente.party.PartnerId;

/**
 * What subscribers may build on, as AsyncAPI 3.1 and JSON Schema. One file holds it all, and every record that is produced in
 * tests is held against it. Thread safe.
 */
@ApplicationScoped
class FeedContract {

    private static final String FILE = "asyncapi.json";
    private static final String PARTNER = "{partner}";
    private static final String SCHEMA_DRAFT = "http://json-schema.org/draft-07/schema#";

    private final ObjectNode pattern = read();

    private static ObjectNode read() {
        try (InputStream file = FeedContract.class.getResourceAsStream(FILE)) {
            return new ObjectMapper().readValue(file, ObjectNode.class);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(FILE + " is not packaged as it should be", unreadable);
        }
    }

    /** For operators: topics by their pattern. */
    JsonNode ofAll() {
        return pattern;
    }

    /** For one partner: its own topics by name. */
    JsonNode of(PartnerId partner) {
        ObjectNode own = pattern.deepCopy();
        own.path("channels").forEach(channel -> {
            String address = channel.path("address").asText().replace(PARTNER, partner.value());
            ((ObjectNode) channel).put("address", address).remove("parameters");
        });
        return own;
    }

    /** One of the document's schemas, to be used alone. */
    Optional<JsonNode> schema(String name) {
        return pattern.path("components").path("schemas").get(name) instanceof ObjectNode schema
                ? Optional.of(new ObjectMapper()
                        .createObjectNode()
                        .put("$schema", SCHEMA_DRAFT)
                        .setAll(schema))
                : Optional.empty();
    }
}
