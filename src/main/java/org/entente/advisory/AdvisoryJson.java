package org.entente.advisory;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.entente.stix.CanonicalJson;

/**
 * Contents and terms as JSON, for keeping and for the digest. What stands here must stay readable for ever: a field that is
 * added later is optional, and one that is gone is passed over.
 */
final class AdvisoryJson {

    private static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private AdvisoryJson() {}

    /** The canonical form (RFC 8785), which is kept. */
    static byte[] canonical(AdvisoryContent content) {
        return CanonicalJson.of(bytes(content));
    }

    /** SHA-256 of the canonical form of what readers get: over more, it would let them try out which document was imported. */
    static byte[] digest(AdvisoryContent content) {
        return sha256(canonical(content.withoutSource()));
    }

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java has SHA-256", impossible);
        }
    }

    static String hex(byte[] digest) {
        return HexFormat.of().formatHex(digest);
    }

    static String text(AdvisoryContent content) {
        return new String(canonical(content), StandardCharsets.UTF_8);
    }

    static String text(Wording.Terms terms) {
        return new String(bytes(terms), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(Object value) {
        try {
            return JSON.writeValueAsBytes(value);
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("These values always have a JSON form", broken);
        }
    }

    static AdvisoryContent content(String stored) {
        return read(stored, AdvisoryContent.class);
    }

    static Wording wording(String content, String terms) {
        Wording.Terms read = read(terms, Wording.Terms.class);
        return new Wording(content(content), read.audience().audience(), read.gathered());
    }

    private static <T> T read(String stored, Class<T> type) {
        try {
            return JSON.readValue(stored, type);
        } catch (IOException broken) {
            throw new UncheckedIOException("What is stored of an advisory cannot be read", broken);
        }
    }
}
