package org.entente.testing;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** Everything that takes its time with readers takes less. One profile for all of them, so that the exchange starts once. */
public class ImpatientReaders implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "entente.feed.heartbeat-interval", "200ms",
                "entente.feed.poll-interval", "100ms",
                "entente.feed.write-timeout", "1s",
                "entente.feed.streams-per-partner", "2",
                "entente.feed.page-entries", "3",
                "entente.taxii.write-timeout", "3s",
                "entente.taxii.streams-per-partner", "2",
                "quarkus.http.idle-timeout", "5s");
    }
}
