package org.entente.partner;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.entente.http.ProblemError;
import org.entente.partner.TrustPolicy.Allowed;
import org.entente.partner.TrustPolicy.Mode;
import org.entente.party.Attribution;
import org.entente.party.CommunityId;
import org.entente.party.PartnerId;
import org.entente.stix.MarkingFamily;
import org.entente.stix.Pap;
import org.entente.stix.Tlp;

/** Reads one policy document and notes every fault on the way. Where there is a fault it allows nothing. Used once. */
final class PolicyReader {

    /** STIX 2.1 §3.1 (object types): also custom ones, which the exchange cannot list. */
    private static final Pattern KIND = Pattern.compile("[a-z0-9][a-z0-9-]{2,249}");

    /** Longer lists are no policy anybody can review. */
    private static final int NAMES_MAX = 5_000;

    private static final String TLP_LABELS = "CLEAR, GREEN, AMBER, AMBER+STRICT or RED";

    private final Predicate<PartnerId> partnerKnown;
    private final Predicate<CommunityId> communityKnown;
    private final List<ProblemError> errors = new ArrayList<>();

    PolicyReader(Predicate<PartnerId> partnerKnown, Predicate<CommunityId> communityKnown) {
        this.partnerKnown = partnerKnown;
        this.communityKnown = communityKnown;
    }

    List<ProblemError> errors() {
        return errors;
    }

    TrustPolicy policy(JsonNode document, String pointer) {
        JsonNode present = document.isMissingNode() ? JsonNodeFactory.instance.nullNode() : document;
        Part top = part(present, pointer, Set.of("to", "from"));
        return new TrustPolicy(to(top), from(top), TrustPolicy.Agreement.UNLIMITED);
    }

    private TrustPolicy.To to(Part top) {
        Part to = part(
                top.get("to"),
                top.at("to"),
                Set.of("maxTlp", "communities", "kinds", "originators", "originatorsRefused", "unknownMarkings"));
        return new TrustPolicy.To(
                tlp(to, "maxTlp", PolicyDocument.NO_TLP),
                Pap.RED,
                allowed(to, "communities", this::community),
                allowed(to, "kinds", this::kind),
                Allowed.every(),
                Allowed.every(),
                allowed(to, "originators", this::partner),
                names(to.get("originatorsRefused"), to.at("originatorsRefused"), this::partner),
                0,
                Duration.ZERO,
                flag(to, "unknownMarkings") ? Allowed.every() : Allowed.only(Set.of(MarkingFamily.STATEMENT)),
                TrustPolicy.Obligations.NONE);
    }

    private TrustPolicy.From from(Part top) {
        Part from = part(top.get("from"), top.at("from"), Set.of("kinds", "assumedTlp", "mode"));
        return new TrustPolicy.From(
                allowed(from, "kinds", this::kind),
                tlp(from, "assumedTlp", PolicyDocument.REFUSE),
                100,
                mode(from),
                Attribution.EVERYONE,
                false,
                TrustPolicy.Quotas.UNLIMITED);
    }

    /** An object and where it is. A missing one is empty. */
    private record Part(JsonNode node, String pointer) {
        JsonNode get(String name) {
            return node.path(name);
        }

        String at(String name) {
            return pointer + "/" + name;
        }
    }

    private Part part(JsonNode node, String pointer, Set<String> known) {
        if (node.isMissingNode()) {
            return new Part(JsonNodeFactory.instance.objectNode(), pointer);
        }
        if (!node.isObject()) {
            fault(pointer, "Expected an object with " + sorted(known) + ".");
            return new Part(JsonNodeFactory.instance.objectNode(), pointer);
        }
        node.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                fault(pointer + "/" + escape(name), "This field is not known here. Known: " + sorted(known) + ".");
            }
        });
        return new Part(node, pointer);
    }

    private Optional<Tlp> tlp(Part part, String name, String nothing) {
        JsonNode node = part.get(name);
        if (node.isMissingNode() || node.isTextual() && node.textValue().equals(nothing)) {
            return Optional.empty();
        }
        Optional<Tlp> level = node.isTextual() ? Tlp.ofLabel(node.textValue()) : Optional.empty();
        if (level.isEmpty()) {
            fault(part.at(name), "Expected " + TLP_LABELS + ", or \"" + nothing + "\".");
        }
        return level;
    }

    private boolean flag(Part part, String name) {
        JsonNode node = part.get(name);
        if (!node.isMissingNode() && !node.isBoolean()) {
            fault(part.at(name), "Expected true or false.");
        }
        return node.booleanValue();
    }

    private Mode mode(Part part) {
        JsonNode node = part.get("mode");
        for (Mode mode : Mode.values()) {
            if (node.isTextual() && node.textValue().equals(label(mode))) {
                return mode;
            }
        }
        if (!node.isMissingNode()) {
            fault(part.at("mode"), "Expected \"accept\" or \"hold\".");
        }
        return Mode.HOLD;
    }

    static String label(Mode mode) {
        return mode.name().toLowerCase(Locale.ROOT);
    }

    private <T> Allowed<T> allowed(Part part, String name, Function<String, Name<T>> reading) {
        JsonNode node = part.get(name);
        if (node.isTextual() && node.textValue().equals(PolicyDocument.EVERY)) {
            return Allowed.every();
        }
        if (!node.isMissingNode() && !node.isArray()) {
            fault(part.at(name), "Expected an array of names, or \"*\" for all.");
            return Allowed.none();
        }
        return new Allowed<>(false, names(node, part.at(name), reading));
    }

    private <T> Set<T> names(JsonNode node, String pointer, Function<String, Name<T>> reading) {
        Set<T> names = new LinkedHashSet<>();
        if (!node.isMissingNode() && !node.isArray()) {
            fault(pointer, "Expected an array of names.");
        }
        if (node.size() > NAMES_MAX) {
            fault(pointer, "Expected at most " + NAMES_MAX + " names.");
            return names;
        }
        for (int index = 0; node.isArray() && index < node.size(); index++) {
            name(node.get(index), pointer + "/" + index, reading).ifPresent(names::add);
        }
        return names;
    }

    private <T> Optional<T> name(JsonNode node, String pointer, Function<String, Name<T>> reading) {
        if (!node.isTextual()) {
            fault(pointer, "Expected a string.");
            return Optional.empty();
        }
        Name<T> name = reading.apply(node.textValue());
        if (name.value().isEmpty()) {
            fault(pointer, name.expected());
        }
        return name.value();
    }

    /** A name, or what would have been one. */
    private record Name<T>(Optional<T> value, String expected) {}

    private Name<CommunityId> community(String text) {
        return new Name<>(CommunityId.tryParse(text).filter(communityKnown), "There is no community of this name.");
    }

    private Name<PartnerId> partner(String text) {
        return new Name<>(PartnerId.tryParse(text).filter(partnerKnown), "There is no partner of this name.");
    }

    private Name<String> kind(String text) {
        return new Name<>(
                Optional.of(text).filter(KIND.asMatchPredicate()),
                "Expected a STIX object type such as \"indicator\".");
    }

    private void fault(String pointer, String detail) {
        errors.add(new ProblemError(pointer, detail));
    }

    private static String sorted(Set<String> names) {
        return String.join(", ", new java.util.TreeSet<>(names));
    }

    /** RFC 6901 §3. */
    private static String escape(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }
}
