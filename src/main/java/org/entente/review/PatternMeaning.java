package org.entente.review;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import org.entente.stix.pattern.CanonicalPattern;
import org.entente.stix.pattern.PatternParser;
import org.entente.stix.pattern.PatternPrinter;
import org.entente.stix.pattern.PatternResult;

/** What an indicator's STIX pattern means, as a digest: equal for patterns with one canonical form. Pure. */
record PatternMeaning(ByteBuffer digest) {

    /** To be raised when the canonical form changes: the index is then made anew. */
    static final int RULES = 1;

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Empty for what is no indicator with a STIX pattern. */
    static Optional<PatternMeaning> of(byte[] object) {
        JsonNode read = read(object);
        boolean indicator = read.path("type").asText().equals("indicator")
                && read.path("pattern_type").asText().equals("stix");
        return indicator && PatternParser.parse(read.path("pattern").asText()) instanceof PatternResult.Parsed parsed
                ? Optional.of(
                        new PatternMeaning(sha256(PatternPrinter.print(CanonicalPattern.of(parsed.expression())))))
                : Optional.empty();
    }

    byte[] bytes() {
        return digest.array();
    }

    private static ByteBuffer sha256(String text) {
        try {
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every platform has SHA-256", impossible);
        }
    }

    private static JsonNode read(byte[] object) {
        try {
            return JSON.readTree(object);
        } catch (IOException unreadable) {
            throw new IllegalStateException("What was taken in can be read", unreadable);
        }
    }
}
