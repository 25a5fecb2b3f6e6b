package org.entente.log;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.entente.log.ReleaseClass.Markings;
import org.entente.log.ReleaseClass.Origin;
import org.entente.log.ReleaseClass.Topic;
import org.entente.party.Attribution;
import org.entente.party.Audience;
import org.entente.party.CommunityId;
import org.entente.party.PartnerId;
import org.entente.stix.MarkingFamily;
import org.entente.stix.Pap;
import org.entente.stix.Tlp;

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
            .addMixIn(Audience.class, AudienceForm.class)
            .build();

    private static final String AUDIENCE = "audience";
    private static final String EXCEPTED_COMMUNITIES = "exceptedCommunities";

    /** Left out where there are none, so that classes of before they could be stated are still the same ones. */
    private interface AudienceForm {
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        Set<CommunityId> exceptedCommunities();
    }

    private ReleaseClassJson() {}

    static String write(ReleaseClass releaseClass) {
        try {
            return JSON.writeValueAsString(releaseClass);
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("A release class always has a JSON form", broken);
        }
    }

    /** Empty when the definition is not exactly a class of this version or of the one before. */
    static Optional<ReleaseClass> tryRead(String definition) {
        return tryRead(definition, ReleaseClass.class)
                .or(() -> tryRead(definition, First.class).map(First::today));
    }

    private static <T> Optional<T> tryRead(String definition, Class<T> shape) {
        try {
            JsonNode tree = JSON.readTree(definition);
            if (tree.get(AUDIENCE) instanceof ObjectNode audience && !audience.has(EXCEPTED_COMMUNITIES)) {
                audience.putArray(EXCEPTED_COMMUNITIES);
            }
            return Optional.of(JSON.treeToValue(tree, shape));
        } catch (JsonProcessingException unreadable) {
            return Optional.empty();
        }
    }

    /** The first shape of a class. Classes are for ever, so it stays readable. */
    private record First(
            Tlp tlp,
            Feed feed,
            String kind,
            PartnerId submitter,
            Audience audience,
            boolean unknownMarking,
            List<Set<Integer>> ties) {

        /**
         * It did not record more of its objects than this; parts above the whole were never taken apart then, and whether an
         * object would tell a hidden submitter was not looked for.
         */
        ReleaseClass today() {
            return new ReleaseClass(
                    new Markings(tlp, tlp, true, Pap.CLEAR, unknownMarking ? Set.of(MarkingFamily.OTHER) : Set.of()),
                    Topic.of(feed, kind),
                    new Origin(submitter, Attribution.EVERYONE, true),
                    audience,
                    ties);
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
