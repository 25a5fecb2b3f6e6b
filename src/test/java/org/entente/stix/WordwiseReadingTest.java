package org.entente.stix;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Ids and timestamps are read eight bytes at a time: with any character at any place the verdict is that of the plain grammar. */
class WordwiseReadingTest {
    private static final String ID = "tool--8aE20dde-83d4-4218-88fd-41ef0dabf9d1";
    private static final String TIMESTAMP = "2026-11-22T13:14:15.123Z";
    private static final Pattern RFC_4122_ID = Pattern.compile(
            "tool--[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-5][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}");
    private static final Pattern RFC_3339_UTC = Pattern.compile(
            "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-9])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\\.[0-9]{3}Z");

    private final StixReader reader = new StixReader(StixLimits.defaults());

    @Test
    void idsAreReadAsTheirGrammarSays() {
        // When
        List<String> wrong = new ArrayList<>();
        for (String id : variants(ID)) {
            if (accepts(id, TIMESTAMP) != RFC_4122_ID.matcher(id).matches()) {
                wrong.add(id);
            }
        }

        // Then
        assertThat(wrong).isEmpty();
    }

    @Test
    void timestampsAreReadAsTheirGrammarSays() {
        // When
        List<String> wrong = new ArrayList<>();
        for (String timestamp : variants(TIMESTAMP)) {
            if (accepts(ID, timestamp) != RFC_3339_UTC.matcher(timestamp).matches()) {
                wrong.add(timestamp);
            }
        }

        // Then
        assertThat(wrong).isEmpty();
    }

    /** Every text that differs in one character; beyond ASCII one stands for all. */
    private static List<String> variants(String text) {
        List<String> variants = new ArrayList<>();
        for (int at = 0; at < text.length(); at++) {
            for (char unit = ' '; unit <= '\u00E0'; unit++) {
                if (unit != '"' && unit != '\\' && (unit < 127 || unit == '\u00E0')) {
                    variants.add(text.substring(0, at) + unit + text.substring(at + 1));
                }
            }
        }
        return variants;
    }

    private boolean accepts(String id, String timestamp) {
        String object = "{\"type\":\"tool\",\"spec_version\":\"2.1\",\"id\":\"" + id + "\",\"created\":\"" + timestamp
                + "\",\"modified\":\"" + timestamp + "\",\"name\":\"x\"}";
        return reader.readObject(object.getBytes(UTF_8)) instanceof Candidate.Valid;
    }
}
