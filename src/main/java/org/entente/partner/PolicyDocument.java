package org.entente.partner;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.entente.http.ProblemError;
import org.entente.partner.TrustPolicy.Allowed;
import org.entente.party.CommunityId;
import org.entente.party.PartnerId;
import org.entente.stix.Tlp;

/**
 * The JSON document of a trust policy: reading and writing, each the inverse of the other. Pure.
 *
 * <p>What a document leaves out allows nothing; the document written from it says so in full.
 */
final class PolicyDocument {

    static final String EVERY = "*";
    static final String NO_TLP = "none";
    static final String REFUSE = "refuse";

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private PolicyDocument() {}

    /** What became of reading: a policy, or everything that is wrong. */
    sealed interface Reading {
        /** Well-formed, and every name is known. */
        record Read(TrustPolicy policy) implements Reading {}

        /** At least one fault, in the order of the document. */
        record Faulty(List<ProblemError> errors) implements Reading {
            public Faulty {
                errors = List.copyOf(errors);
            }
        }
    }

    /** Reads a new document; its partners and communities must be in the directory. */
    static Reading read(JsonNode document, String pointer, Directory known) {
        PolicyReader reader = new PolicyReader(known.partners()::containsKey, known.communities()::containsKey);
        TrustPolicy policy = reader.policy(document, pointer);
        return reader.errors().isEmpty() ? new Reading.Read(policy) : new Reading.Faulty(reader.errors());
    }

    /** Reads what {@link #text} wrote before; empty when it is anything else. */
    static Optional<TrustPolicy> ofStored(String text) {
        try {
            PolicyReader reader = new PolicyReader(partner -> true, community -> true);
            TrustPolicy policy = reader.policy(JSON.readTree(text), "");
            return reader.errors().isEmpty() ? Optional.of(policy) : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /** The document as text, every part spelled out. */
    static String text(TrustPolicy policy) {
        return write(policy).toString();
    }

    /** The document, every part spelled out. */
    static JsonNode write(TrustPolicy policy) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        TrustPolicy.To to = policy.to();
        document.putObject("to")
                .put("maxTlp", to.maxTlp().map(PolicyDocument::tlp).orElse(NO_TLP))
                .<ObjectNode>set("communities", allowed(to.communities(), CommunityId::value))
                .<ObjectNode>set("kinds", allowed(to.kinds(), Function.identity()))
                .<ObjectNode>set("originators", allowed(to.originators(), PartnerId::value))
                .<ObjectNode>set("originatorsRefused", names(to.originatorsRefused(), PartnerId::value))
                .put("unknownMarkings", to.markings().all());
        TrustPolicy.From from = policy.from();
        document.putObject("from")
                .<ObjectNode>set("kinds", allowed(from.kinds(), Function.identity()))
                .put("assumedTlp", from.assumedTlp().map(PolicyDocument::tlp).orElse(REFUSE))
                .put("mode", PolicyReader.label(from.mode()));
        return document;
    }

    private static String tlp(Tlp level) {
        return level.label().substring("TLP:".length());
    }

    private static <T> JsonNode allowed(Allowed<T> allowed, Function<T, String> spelling) {
        return allowed.all() ? JsonNodeFactory.instance.textNode(EVERY) : names(allowed.names(), spelling);
    }

    private static <T> ArrayNode names(Set<T> names, Function<T, String> spelling) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        sorted(names.stream().map(spelling).toList()).forEach(array::add);
        return array;
    }

    private static List<String> sorted(Collection<String> names) {
        return names.stream().sorted().toList();
    }
}
