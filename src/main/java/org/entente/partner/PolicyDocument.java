package org.entente.partner;

import static org.entente.partner.PolicyTerms.word;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import org.entente.http.ProblemError;
import org.entente.http.ProblemException;
import org.entente.partner.TrustPolicy.Allowed;
import org.entente.party.CommunityId;
import org.entente.party.PartnerId;
import org.entente.stix.MarkingFamily;

/**
 * The JSON document of a trust policy: reading and writing, each the inverse of the other. Pure.
 *
 * <p>What a document leaves out allows nothing; the document written from it says so in full.
 */
final class PolicyDocument {

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

        /** @throws ProblemException 400 with every fault */
        default TrustPolicy orRefuse() {
            if (this instanceof Faulty faulty) {
                throw ProblemException.invalidBody(faulty.errors());
            }
            return ((Read) this).policy();
        }
    }

    /** Reads a new document; its partners and communities must be in the directory. */
    static Reading read(JsonNode document, String pointer, Directory known) {
        PolicyReader reader = new PolicyReader(
                partner ->
                        partner.equals(PartnerId.EXCHANGE) || known.partners().containsKey(partner),
                known.communities()::containsKey);
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
        document.set("to", write(policy.to()));
        document.set("from", write(policy.from()));
        document.putObject("agreement")
                .put("from", moment(policy.agreement().from()))
                .put("until", moment(policy.agreement().until()));
        return document;
    }

    private static ObjectNode write(TrustPolicy.To to) {
        ObjectNode part = JsonNodeFactory.instance.objectNode();
        part.put("maxTlp", word(PolicyTerms.CEILINGS, to.maxTlp()));
        part.put("maxPap", word(PolicyTerms.PAPS, to.maxPap()));
        part.set("communities", allowed(to.communities(), CommunityId::value));
        part.set("kinds", allowed(to.kinds(), Function.identity()));
        part.set("sectors", allowed(to.sectors(), Function.identity()));
        part.set("regions", allowed(to.regions(), Function.identity()));
        part.set("originators", allowed(to.originators(), PartnerId::value));
        part.set("originatorsRefused", names(to.originatorsRefused(), PartnerId::value));
        part.put("minConfidence", to.minConfidence());
        part.put("delay", to.delay().toString());
        part.set("markings", allowed(to.markings(), MarkingFamily::label));
        part.set("view", write(to.view()));
        return part;
    }

    private static ObjectNode write(TrustPolicy.Obligations view) {
        ObjectNode part = JsonNodeFactory.instance.objectNode();
        part.put("hideSubmitter", view.hideSubmitter());
        part.set("removeProperties", names(view.removedProperties(), Function.identity()));
        part.put("removeMarkedParts", view.removeMarkedParts());
        part.put("removeExternalReferences", view.removeExternalReferences());
        return part;
    }

    private static ObjectNode write(TrustPolicy.From from) {
        ObjectNode part = JsonNodeFactory.instance.objectNode();
        part.set("kinds", allowed(from.kinds(), Function.identity()));
        part.put("assumedTlp", word(PolicyTerms.ASSUMED, from.assumedTlp()));
        part.put("maxConfidence", from.maxConfidence());
        part.put("mode", word(PolicyTerms.MODES, from.mode()));
        part.put("attribution", word(PolicyTerms.ATTRIBUTIONS, from.attribution()));
        part.put("recipients", word(PolicyTerms.RECIPIENTS, from.recipientsNamed()));
        part.putObject("quotas")
                .<ObjectNode>set("objectsPerDay", limit(from.quotas().objectsPerDay()))
                .<ObjectNode>set("bytesPerDay", limit(from.quotas().bytesPerDay()));
        return part;
    }

    private static JsonNode limit(OptionalLong limit) {
        return limit.isPresent()
                ? JsonNodeFactory.instance.numberNode(limit.getAsLong())
                : JsonNodeFactory.instance.textNode(PolicyTerms.UNLIMITED);
    }

    private static String moment(Optional<Instant> moment) {
        return moment.map(Instant::toString).orElse(PolicyTerms.UNLIMITED);
    }

    private static <T> JsonNode allowed(Allowed<T> allowed, Function<T, String> spelling) {
        return allowed.all() ? JsonNodeFactory.instance.textNode(PolicyTerms.EVERY) : names(allowed.names(), spelling);
    }

    private static <T> ArrayNode names(Set<T> names, Function<T, String> spelling) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        names.stream().map(spelling).sorted().forEach(array::add);
        return array;
    }
}
