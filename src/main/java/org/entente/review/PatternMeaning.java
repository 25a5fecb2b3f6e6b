package org.entente.review;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.entente.stix.pattern.CanonicalPattern;
import org.entente.stix.pattern.PatternParser;
import org.entente.stix.pattern.PatternPrinter;
import org.entente.stix.pattern.PatternResult;

/** What an indicator's STIX pattern means, as a digest: equal for patterns with one canonical form. Pure. */
record PatternMeaning(ByteBuffer digest) {

    /** To be raised when the canonical form changes: the index is then made anew. */
    static final int RULES = 1;

    private static final JsonFactory JSON = new JsonFactory();
    private static final Set<String> READ = Set.of("type", "pattern_type", "pattern");

    /** Empty for what is no indicator with a STIX pattern. */
    static Optional<PatternMeaning> of(byte[] object) {
        Map<String, String> read = read(object);
        boolean indicator = "indicator".equals(read.get("type")) && "stix".equals(read.get("pattern_type"));
        return indicator && PatternParser.parse(read.getOrDefault("pattern", "")) instanceof PatternResult.Parsed parsed
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

    /** Its texts, and nothing of what it holds: this is asked of every indicator, and most of one says nothing here. */
    private static Map<String, String> read(byte[] object) {
        Map<String, String> texts = new HashMap<>();
        try (JsonParser parser = JSON.createParser(object)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return texts;
            }
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                if (parser.nextToken() == JsonToken.VALUE_STRING && READ.contains(name)) {
                    texts.put(name, parser.getText());
                } else {
                    parser.skipChildren();
                }
            }
            return texts;
        } catch (IOException unreadable) {
            throw new IllegalStateException("What was taken in can be read", unreadable);
        }
    }
}
