package org.entente.feed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.entente.log.Feed;
import org.entente.party.PartnerId;
import org.entente.release.event.EventType;
import org.entente.release.event.FeedEvent;
import org.entente.stix.StixId;
import org.entente.stix.Tlp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventFrameTest {

    private static final StixId ID = StixId.parse("indicator--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\n  \"a\": \"gr\u00fcn\",\n\n \"b\":1.50e1 }\n",
                "\n{\"data: \":\":\"}",
                "{\r\n\"a\":1}",
                "{\"a\"\r:1}"
            })
    void readerGetsTheObjectsOwnBytes(String object) throws IOException {
        ServerSentEvent event = ServerSentEvent.parse(frame(object));

        JsonNode cloudEvent = new ObjectMapper().readTree(event.data());
        if (object.indexOf('\r') >= 0) {
            assertThat(new String(cloudEvent.path("data_base64").binaryValue(), UTF_8))
                    .isEqualTo(object);
        } else {
            String before = "\"datacontenttype\":\"application/stix+json;version=2.1\",\"data\":";
            assertThat(event.data()).endsWith(before + object + "}");
        }
    }

    @Test
    void eventHasItsIdTypeAndAttributes() throws IOException {
        ServerSentEvent event = ServerSentEvent.parse(frame("{}"));

        assertThat(event.id()).isEqualTo("cursor");
        assertThat(event.type()).isEqualTo("org.entente.object.revised.v1");
        JsonNode cloudEvent = new ObjectMapper().readTree(event.data());
        assertThat(cloudEvent.path("specversion").asText()).isEqualTo("1.0");
        assertThat(cloudEvent.path("source").asText()).isEqualTo("urn:\"odd\"");
        assertThat(cloudEvent.path("tlp").asText()).isEqualTo("AMBER+STRICT");
        assertThat(cloudEvent.path("feed").asText()).isEqualTo("threats");
        assertThat(cloudEvent.path("time").asText()).isEqualTo("2026-01-01T00:00:00.000000Z");
    }

    private static String frame(String object) {
        FeedEvent event = new FeedEvent(
                "an-id",
                EventType.REVISED,
                new PartnerId("xb-cert"),
                Feed.THREATS,
                ID,
                Instant.parse("2026-01-01T00:00:00Z"),
                Optional.of(Tlp.AMBER_STRICT),
                Optional.of(FeedEvent.SentView.ORIGINAL),
                FeedEvent.STIX,
                object.getBytes(UTF_8));
        return new String(EventFrame.of(event, "cursor", "urn:\"odd\""), UTF_8);
    }
}
