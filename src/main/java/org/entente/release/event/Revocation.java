package org.entente.release.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Finds out whether an object says of itself that it is revoked (STIX 2.1 §3.6). */
final class Revocation {

    /** As lenient about sizes as can be: what intake took must be readable here. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNameLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxNestingDepth(10_000)
                    .build())
            .build();

    private static final byte[] NAME = "revoked".getBytes(StandardCharsets.US_ASCII);

    private Revocation() {}

    static boolean isIn(byte[] content) {
        // Most objects never say the word, unless its letters are escaped: then a backslash is there.
        return (holdsName(content) || holds(content, (byte) '\\')) && saysSo(content);
    }

    private static boolean saysSo(byte[] content) {
        try (JsonParser json = JSON.createParser(content)) {
            int depth = 0;
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                if (depth == 1 && token.isBoolean() && "revoked".equals(json.currentName())) {
                    return token == JsonToken.VALUE_TRUE;
                }
            }
            return false;
        } catch (IOException unreadable) {
            throw new UncheckedIOException("The guard has read it, so it is readable", unreadable);
        }
    }

    private static boolean holdsName(byte[] content) {
        for (int start = 0; start <= content.length - NAME.length; start++) {
            int matched = 0;
            while (matched < NAME.length && content[start + matched] == NAME[matched]) {
                matched++;
            }
            if (matched == NAME.length) {
                return true;
            }
        }
        return false;
    }

    private static boolean holds(byte[] content, byte wanted) {
        for (byte found : content) {
            if (found == wanted) {
                return true;
            }
        }
        return false;
    }
}
