package org.entente.log;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;

/**
 * The stored form of a release class. Reading is strict: a property this version does not know may be a restriction, and
 * ignoring a restriction would widen.
 */
final class ReleaseClassJson {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .build();

    private ReleaseClassJson() {}

    static String write(ReleaseClass releaseClass) {
        try {
            return JSON.writeValueAsString(releaseClass);
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("A release class always has a JSON form", broken);
        }
    }

    /** Empty when the definition is not exactly a class of this version. */
    static Optional<ReleaseClass> tryRead(String definition) {
        try {
            return Optional.of(JSON.readValue(definition, ReleaseClass.class));
        } catch (JsonProcessingException unreadable) {
            return Optional.empty();
        }
    }

    static byte[] fingerprint(String definition) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(definition.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("Every Java runtime has SHA-256", missing);
        }
    }
}
