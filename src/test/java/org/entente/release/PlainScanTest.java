package org.entente.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.entente.release.EgressGuard.Ceiling;
import org.entente.stix.StixId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainScanTest {

    private static final StixId ID = StixId.parse("indicator--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f");
    private static final String GREEN = "\"marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb\"";
    private static final String RED = "\"marking-definition--E828B379-4e03-4974-9ac4-e53a884c97c1\"";
    private static final int ROUNDS = 60_000;

    /** Pieces of JSON, some of them broken, of which whole ones come about often enough. */
    private static final List<String> PIECES = List.of(
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            " ",
            "\n",
            "\"",
            "\\",
            "\\u0069",
            "é",
            "\u0001",
            "null",
            "tru",
            "true",
            "-0",
            "01",
            "1.5e+3",
            "1.",
            "\"id\":",
            "\"" + ID + "\"",
            "\"id\":\"" + ID + "\",",
            "\"object_marking_refs\":",
            "\"object_marking_refs\":[" + GREEN + "],",
            "\"marking_ref\":",
            GREEN,
            RED,
            "\"x\":{},",
            "[[" + RED + "]]");

    @Test
    void whatItVouchesForIsJudgedAsAParserJudgesIt() {
        Random random = new Random(20261129);
        int vouched = 0;
        int objected = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] content = mutated(random).getBytes(StandardCharsets.UTF_8);
            if (content.length > 0 && random.nextInt(4) == 0) {
                content[random.nextInt(content.length)] = (byte) random.nextInt(256);
            }
            for (Ceiling ceiling : List.of(new Ceiling(0, false), new Ceiling(4, false), new Ceiling(4, true))) {
                assertThat(EgressGuard.check(content, ID, ceiling))
                        .as(new String(content, StandardCharsets.UTF_8))
                        .isEqualTo(EgressGuard.checkParsed(content, ID, ceiling));
            }
            PlainScan scan = scan(content);
            if (scan.vouches() && scan.isSame()) {
                vouched++;
                objected += scan.strictest() >= 0 ? 1 : 0;
            }
        }
        // Else it would have been compared with itself.
        assertThat(vouched).isGreaterThan(ROUNDS / 20);
        assertThat(objected).isGreaterThan(ROUNDS / 100);
    }

    @Test
    void noByteBesideTheObjectIsPassedOver() {
        byte[] whole = object("\"object_marking_refs\":[" + GREEN + "]");
        for (int value = 0; value < 256; value++) {
            for (int place : new int[] {0, 1, whole.length - 1, whole.length}) {
                byte[] content = with(whole, place, (byte) value);
                assertThat(EgressGuard.check(content, ID, new Ceiling(4, true)))
                        .as("byte %d at %d", value, place)
                        .isEqualTo(EgressGuard.checkParsed(content, ID, new Ceiling(4, true)));
            }
            byte[] followed = new String(with(whole, whole.length, (byte) value), StandardCharsets.ISO_8859_1)
                    .concat("{\"object_marking_refs\":[" + RED + "]}")
                    .getBytes(StandardCharsets.ISO_8859_1);
            assertThat(EgressGuard.check(followed, ID, new Ceiling(4, true)))
                    .as("byte %d", value)
                    .isPresent();
        }
    }

    /** Several bytes are looked at together, and what one of them is must not be taken for its neighbour. */
    @Test
    void everyByteOfALongTextIsLookedAt() {
        byte[] whole = object("\"name\":\"" + "n".repeat(40) + "\"");
        int first = new String(whole, StandardCharsets.US_ASCII).indexOf("nnn");
        int plain = 0;
        for (int value = 0; value < 256; value++) {
            for (int place = first; place < first + 39; place++) {
                byte[] content = whole.clone();
                content[place] = (byte) value;
                content[place + 1] = (byte) (value ^ 1);
                boolean isPlain = isPlain(content[place]) && isPlain(content[place + 1]);
                assertThat(scan(content).vouches())
                        .as("byte %d at %d", value, place)
                        .isEqualTo(isPlain);
                plain += isPlain ? 1 : 0;
            }
        }
        assertThat(plain).isEqualTo(39 * 92);
    }

    private static boolean isPlain(byte value) {
        return value >= ' ' && value != '"' && value != '\\';
    }

    private static byte[] with(byte[] content, int place, byte value) {
        byte[] longer = Arrays.copyOf(content, content.length + 1);
        System.arraycopy(content, place, longer, place + 1, content.length - place);
        longer[place] = value;
        return longer;
    }

    @Test
    void anIdIsTheSameInAnyCaseAndNoOtherIs() {
        String written = ID.toString();
        assertThat(isSame(written)).isTrue();
        assertThat(isSame(written.toUpperCase(Locale.ROOT))).isTrue();
        assertThat(isSame(written + "0")).isFalse();
        assertThat(isSame(written.substring(1))).isFalse();
        for (int place = 0; place < written.length(); place++) {
            for (char other = ' '; other < 127; other++) {
                String text = written.substring(0, place) + other + written.substring(place + 1);
                if (other != '"' && other != '\\') {
                    assertThat(isSame(text)).as(text).isEqualTo(text.equalsIgnoreCase(written));
                }
            }
        }
    }

    private static boolean isSame(String id) {
        PlainScan scan = scan(("{\"id\":\"" + id + "\"}").getBytes(StandardCharsets.US_ASCII));
        assertThat(scan.vouches()).isTrue();
        return scan.isSame();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\\\", "é", "\t", "\\u0022"})
    void textThatIsNotPlainIsLeftToAParser(String text) {
        assertThat(scan(object("\"name\":\"a" + text + "\"")).vouches()).isFalse();
        assertThat(scan(object("\"name\":\"a\"")).vouches()).isTrue();
    }

    @Test
    void whatIsNestedTooDeepIsLeftToAParser() {
        assertThat(scan(object("\"x\":" + "[".repeat(31) + "]".repeat(31))).vouches())
                .isTrue();
        assertThat(scan(object("\"x\":" + "[".repeat(32) + "]".repeat(32))).vouches())
                .isFalse();
        assertThat(scan(object("\"x\":" + "[".repeat(100_000))).vouches()).isFalse();
    }

    @Test
    void markingsCountAtAnyDepth() {
        PlainScan scan = scan(object("\"granular_markings\":[{\"selectors\":[\"name\"],\"marking_ref\":" + RED
                + "}],\"object_marking_refs\" : [ " + GREEN + " ] "));

        assertThat(scan.vouches()).isTrue();
        assertThat(scan.isSame()).isTrue();
        assertThat(scan.strictest()).isEqualTo(4);
    }

    private static String mutated(Random random) {
        List<String> parts = new ArrayList<>(List.of(
                "{",
                "\"type\":\"indicator\",",
                "\"id\":\"" + ID + "\",",
                "\"object_marking_refs\":[" + GREEN + "],",
                "\"granular_markings\":[{\"marking_ref\":" + RED + ",\"n\":-12.5E-3}],",
                "\"x\":{\"id\":\"y\",\"l\":[true,false,null,[]]}",
                "}"));
        for (int i = random.nextInt(4); i > 0; i--) {
            int where = random.nextInt(parts.size());
            switch (random.nextInt(3)) {
                case 0 -> parts.remove(where);
                case 1 -> parts.add(where, PIECES.get(random.nextInt(PIECES.size())));
                default -> parts.set(where, cut(parts.get(where), random));
            }
            if (parts.isEmpty()) {
                return "";
            }
        }
        return String.join("", parts);
    }

    private static String cut(String part, Random random) {
        int from = random.nextInt(part.length());
        return part.substring(0, from) + PIECES.get(random.nextInt(PIECES.size())) + part.substring(from);
    }

    private static byte[] object(String members) {
        return ("{\"id\":\"" + ID + "\"," + members + "}").getBytes(StandardCharsets.UTF_8);
    }

    private static PlainScan scan(byte[] content) {
        return new PlainScan(
                content,
                ID,
                marking -> marking.equalsIgnoreCase(RED.substring(1, RED.length() - 1))
                        ? 4
                        : marking.equals(GREEN.substring(1, GREEN.length() - 1)) ? 1 : -1);
    }
}
