package org.entente.release.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import org.entente.release.Recalled;

/** Writes the data of a recall: what to drop, why, and the id under which it is acknowledged. */
final class RecallData {

    private static final JsonFactory JSON = new JsonFactory();

    private RecallData() {}

    static byte[] of(Recalled recalled) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("id", recalled.id().toString());
            if (recalled.version().isPresent()) {
                Instant version = recalled.version().get();
                json.writeStringField("version", FeedEvent.format(version));
            }
            json.writeStringField("recall", recalled.notice().toString());
            json.writeStringField("cause", recalled.cause().label());
            json.writeStringField("reason", recalled.reason());
            json.writeStringField("recalledAt", FeedEvent.format(recalled.recalledAt()));
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException("Memory does not fail to be written", impossible);
        }
        return out.toByteArray();
    }
}
