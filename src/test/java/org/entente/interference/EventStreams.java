package org.entente.interference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Event streams of partners, read until nothing more comes. Such an answer does not end: heartbeats tell that it is quiet. */
final class EventStreams {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int QUIET_HEARTBEATS = 3;
    private static final ObjectMapper JSON = new ObjectMapper();

    private EventStreams() {}

    /**
     * One event.
     *
     * @param type as the event is called
     * @param id to go on from
     * @param cloudEvent its data
     */
    record Event(String type, String id, JsonNode cloudEvent) {

        boolean isRecall() {
            return type.endsWith(".recalled.v1");
        }

        /** What is sent of the object. */
        String object() {
            return cloudEvent.path("data").toString();
        }

        /** What may not differ between two exchanges: of a sealed id the length only. */
        String evened(Set<String> known) {
            return type + " " + id.length() + " " + Answer.evened(cloudEvent.toString(), known);
        }
    }

    /** @param expected how many there are at least */
    static List<Event> read(Twin twin, String partner, String query, int expected) throws Exception {
        List<Event> events = new ArrayList<>();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(twin.stream(partner, "/api/v1/feed" + query), StandardCharsets.UTF_8))) {
            int quiet = 0;
            while (quiet < QUIET_HEARTBEATS) {
                if (System.nanoTime() > deadline) {
                    throw new AssertionError("Only " + events.size() + " of " + expected + " events came");
                }
                List<String> block = block(lines);
                if (block.stream().anyMatch(line -> line.startsWith("event: "))) {
                    events.add(event(block));
                    quiet = 0;
                } else if (block.contains(":") && events.size() >= expected) {
                    quiet++;
                }
            }
        }
        return events;
    }

    private static List<String> block(BufferedReader lines) throws IOException {
        List<String> block = new ArrayList<>();
        for (String line = lines.readLine(); line == null || !line.isEmpty(); line = lines.readLine()) {
            if (line == null) {
                throw new AssertionError("The stream ended");
            }
            block.add(line);
        }
        return block;
    }

    private static Event event(List<String> block) throws IOException {
        return new Event(field(block, "event: "), field(block, "id: "), JSON.readTree(field(block, "data: ")));
    }

    private static String field(List<String> block, String name) {
        return String.join(
                "\n",
                block.stream()
                        .filter(line -> line.startsWith(name))
                        .map(line -> line.substring(name.length()))
                        .toList());
    }
}
