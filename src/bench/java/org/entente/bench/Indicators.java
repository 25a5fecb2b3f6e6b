package org.entente.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * Indicators to send, each under a fresh random id: those of the shared corpus, or made-up ones of the same size where it is not
 * beside the checkout. Ids are written into bytes made once, so that making a body costs the driver next to nothing. Not thread
 * safe: one a connection.
 */
final class Indicators {

    private static final Path CORPUS = Path.of("..", "shared", "corpus", "bench-indicators.ndjson");
    private static final String MADE_UP = "{\"type\":\"indicator\",\"spec_version\":\"2.1\","
            + "\"id\":\"indicator--b083c8cd-e498-42de-875c-421afb0d5a32\",\"created\":\"2026-04-11T17:02:46.167713Z\","
            + "\"modified\":\"2026-04-11T17:02:46.167713Z\",\"indicator_types\":[\"malicious-activity\"],"
            + "\"pattern\":\"[domain-name:value='a-made-up-name-%d.example.net']\",\"pattern_type\":\"stix\","
            + "\"pattern_version\":\"2.1\",\"valid_from\":\"2026-04-11T17:02:46.167713Z\"}";
    private static final String ID = "\"id\":\"indicator--";
    private static final byte[] HEX = "0123456789abcdef".getBytes(ISO_8859_1);

    private final SplittableRandom random = new SplittableRandom();

    /** Bytes with the places of the ids in them. */
    static final class Body {
        final byte[] bytes;
        private final int[] places;

        private Body(byte[] bytes, int[] places) {
            this.bytes = bytes;
            this.places = places;
        }
    }

    /** One indicator a line, as they are in the corpus. */
    static List<String> lines() {
        try {
            return Files.exists(CORPUS)
                    ? Files.readAllLines(CORPUS)
                    : java.util.stream.IntStream.range(0, 600).mapToObj(MADE_UP::formatted).toList();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** So many indicators between two texts, from the line given on. */
    static Body body(String before, int first, int count, String after) {
        List<String> lines = lines();
        List<String> chosen = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            chosen.add(lines.get((first + i) % lines.size()));
        }
        byte[] bytes = (before + String.join(",", chosen) + after).getBytes(UTF_8);
        String text = new String(bytes, ISO_8859_1);
        List<Integer> places = new ArrayList<>();
        for (int at = text.indexOf(ID); at >= 0; at = text.indexOf(ID, at + 1)) {
            places.add(at + ID.length());
        }
        return new Body(bytes, places.stream().mapToInt(Integer::intValue).toArray());
    }

    /** A bundle of so many. */
    static Body bundle(int first, int count) {
        return body("{\"type\":\"bundle\",\"id\":\"bundle--" + UUID.randomUUID() + "\",\"objects\":[", first, count, "]}");
    }

    /** A TAXII envelope of so many. */
    static Body envelope(int first, int count) {
        return body("{\"objects\":[", first, count, "]}");
    }

    /** Gives every object in it a fresh id. */
    void renew(Body body) {
        for (int place : body.places) {
            write(body.bytes, place, fresh());
        }
    }

    UUID fresh() {
        return new UUID(
                random.nextLong() & ~0xf000L | 0x4000L, random.nextLong() & 0x3fffffffffffffffL | 0x8000000000000000L);
    }

    private static void write(byte[] into, int place, UUID id) {
        int at = place;
        for (int digit = 0; digit < 32; digit++) {
            if (digit == 8 || digit == 12 || digit == 16 || digit == 20) {
                at++;
            }
            long half = digit < 16 ? id.getMostSignificantBits() : id.getLeastSignificantBits();
            into[at++] = HEX[(int) (half >>> 60 - 4 * (digit % 16)) & 15];
        }
    }

    /** A copy of a single indicator under a fresh id, as the exchange would store it. */
    byte[] content(Body single, UUID id) {
        byte[] copy = Arrays.copyOf(single.bytes, single.bytes.length);
        write(copy, single.places[0], id);
        return copy;
    }
}
