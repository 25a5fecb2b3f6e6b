package org.entente.relay;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.entente.release.Released;
import org.entente.release.event.FeedEvent;
import org.entente.release.event.FeedEvents;

/**
 * Makes the records of replays: the events of the live feeds under the ids they had there, with the replay they belong to in
 * {@code ce_replay} and without a sequence, which is the live feeds' own. Not thread safe.
 */
final class ReplayRecords {

    /** Part of the contract with subscribers: never changes. */
    static final String FINISHED = "org.entente.replay.finished.v1";

    private static final JsonFactory JSON = new JsonFactory();

    private final FeedEvents events;
    private final String source;

    ReplayRecords(FeedEvents events, String source) {
        this.events = events;
        this.source = source;
    }

    ProducerRecord<byte[], byte[]> of(Released released, Replay replay) {
        FeedEvent event = events.of(released);
        ProducerRecord<byte[], byte[]> made =
                new ProducerRecord<>(replay.topic(), bytes(event.subject().toString()), event.data());
        header(made, "ce_id", event.id());
        header(made, "ce_type", event.type().label());
        header(made, "ce_subject", event.subject().toString());
        event.tlp().ifPresent(tlp -> header(made, "ce_tlp", FeedEvent.format(tlp)));
        event.view().ifPresent(view -> header(made, "ce_view", view.label()));
        header(made, "ce_feed", event.feed().label());
        return common(made, replay, event.time(), event.dataType());
    }

    /** Tells that the replay is over, and how much it was. */
    ProducerRecord<byte[], byte[]> end(Replay replay, ReplayPlace place, Instant at) {
        ProducerRecord<byte[], byte[]> made =
                new ProducerRecord<>(replay.topic(), bytes(replay.id().toString()), summary(replay, place));
        header(made, "ce_id", replay.id().toString());
        header(made, "ce_type", FINISHED);
        header(made, "ce_subject", replay.id().toString());
        return common(made, replay, at, FeedEvent.JSON);
    }

    private ProducerRecord<byte[], byte[]> common(
            ProducerRecord<byte[], byte[]> made, Replay replay, Instant time, String dataType) {
        header(made, "ce_specversion", "1.0");
        header(made, "ce_source", source);
        header(made, "ce_time", FeedEvent.format(time));
        header(made, "ce_replay", replay.id().toString());
        header(made, "content-type", dataType);
        return made;
    }

    private static byte[] summary(Replay replay, ReplayPlace place) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("replay", replay.id().toString());
            json.writeNumberField("sent", place.sent());
            json.writeNumberField("skipped", place.skipped());
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException("Memory does not fail to be written", impossible);
        }
        return out.toByteArray();
    }

    private static void header(ProducerRecord<byte[], byte[]> made, String name, String value) {
        made.headers().add(new RecordHeader(name, bytes(value)));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
