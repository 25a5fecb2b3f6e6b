package org.entente.partner;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.entente.http.ProblemError;
import org.entente.partner.TrustPolicy.Agreement;
import org.entente.partner.TrustPolicy.From;
import org.entente.partner.TrustPolicy.Mode;
import org.entente.partner.TrustPolicy.Obligations;
import org.entente.partner.TrustPolicy.Quotas;
import org.entente.partner.TrustPolicy.To;
import org.entente.party.Attribution;
import org.entente.party.CommunityId;
import org.entente.party.PartnerId;
import org.entente.stix.Pap;

/** Reads one policy document and notes every fault on the way. Where there is a fault it allows nothing. Used once. */
final class PolicyReader {

    /** A longer embargo is a refusal in disguise. */
    static final Duration DELAY_MAX = Duration.ofDays(366);

    private final NameRule<PartnerId> partners;
    private final NameRule<CommunityId> communities;
    private final List<ProblemError> errors = new ArrayList<>();

    PolicyReader(Predicate<PartnerId> partnerKnown, Predicate<CommunityId> communityKnown) {
        this.partners = PolicyNames.partners(partnerKnown);
        this.communities = PolicyNames.communities(communityKnown);
    }

    List<ProblemError> errors() {
        return errors;
    }

    TrustPolicy policy(JsonNode document, String pointer) {
        JsonNode present = document.isMissingNode() ? JsonNodeFactory.instance.nullNode() : document;
        DocumentPart top = DocumentPart.of(present, pointer, Set.of("to", "from", "agreement"), errors);
        return new TrustPolicy(to(top), from(top), agreement(top));
    }

    private To to(DocumentPart top) {
        DocumentPart to = top.part(
                "to",
                Set.of(
                        "maxTlp",
                        "maxPap",
                        "communities",
                        "kinds",
                        "sectors",
                        "regions",
                        "originators",
                        "originatorsRefused",
                        "minConfidence",
                        "delay",
                        "markings",
                        "view"));
        return new To(
                to.choice("maxTlp", PolicyTerms.CEILINGS, Optional.empty()),
                to.choice("maxPap", PolicyTerms.PAPS, Pap.CLEAR),
                to.allowed("communities", communities),
                to.allowed("kinds", PolicyNames.KINDS),
                to.allowed("sectors", PolicyNames.SECTORS),
                to.allowed("regions", PolicyNames.REGIONS),
                to.allowed("originators", partners),
                to.names("originatorsRefused", partners),
                to.percent("minConfidence"),
                to.duration("delay", DELAY_MAX),
                to.allowed("markings", PolicyNames.MARKINGS),
                view(to));
    }

    private static Obligations view(DocumentPart to) {
        DocumentPart view = to.part(
                "view", Set.of("hideSubmitter", "removeProperties", "removeMarkedParts", "removeExternalReferences"));
        return new Obligations(
                view.flag("hideSubmitter"),
                view.names("removeProperties", PolicyNames.REMOVABLE),
                view.flag("removeMarkedParts"),
                view.flag("removeExternalReferences"));
    }

    private static From from(DocumentPart top) {
        DocumentPart from = top.part(
                "from", Set.of("kinds", "assumedTlp", "maxConfidence", "mode", "attribution", "recipients", "quotas"));
        return new From(
                from.allowed("kinds", PolicyNames.KINDS),
                from.choice("assumedTlp", PolicyTerms.ASSUMED, Optional.empty()),
                from.percent("maxConfidence"),
                from.choice("mode", PolicyTerms.MODES, Mode.REFUSE),
                from.choice("attribution", PolicyTerms.ATTRIBUTIONS, Attribution.NOBODY),
                from.choice("recipients", PolicyTerms.RECIPIENTS, false),
                quotas(from));
    }

    private static Quotas quotas(DocumentPart from) {
        DocumentPart quotas = from.part("quotas", Set.of("objectsPerDay", "bytesPerDay"));
        return new Quotas(quotas.limit("objectsPerDay"), quotas.limit("bytesPerDay"));
    }

    private static Agreement agreement(DocumentPart top) {
        DocumentPart agreement = top.part("agreement", Set.of("from", "until"));
        Optional<Instant> from = agreement.moment("from");
        Optional<Instant> until = agreement.moment("until");
        if (from.isPresent() && until.isPresent() && !from.get().isBefore(until.get())) {
            agreement.fault(agreement.pointer() + "/until", "Expected a later time than from.");
        }
        return new Agreement(from, until);
    }
}
