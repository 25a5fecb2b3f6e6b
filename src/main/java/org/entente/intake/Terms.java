package org.entente.intake;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.entente.log.ReleaseClass;
import org.entente.log.ReleaseClass.Markings;
import org.entente.partner.TrustPolicy;
import org.entente.party.Audience;
import org.entente.stix.Finding;
import org.entente.stix.Severity;
import org.entente.stix.StixId;
import org.entente.stix.StixObject;
import org.entente.stix.Tlp;

/** The terms on which one submission's objects are taken: markings, the submitter's policy and the audience it states. */
final class Terms {

    private final SubmissionRequest request;
    private final TrustPolicy.From policy;
    private final Background background;
    private final MarkingTerms markings;
    private final TopicTerms topics;
    private final OriginTerms origins;

    Terms(SubmissionRequest request, TrustPolicy.From policy, Background background) {
        this.request = request;
        this.policy = policy;
        this.background = background;
        this.markings = new MarkingTerms(policy.assumedTlp(), background);
        this.topics = new TopicTerms(policy.maxConfidence(), background);
        this.origins = new OriginTerms(request.submitter(), background.title(), policy.attribution());
    }

    /**
     * The class an object is taken under.
     *
     * @param findings with an error where it cannot be taken
     */
    record Class(ReleaseClass stated, List<Finding> findings) {
        boolean refused() {
            return findings.stream().anyMatch(Finding::isError);
        }
    }

    /** A definition of the same body was taken, and explains its marking from here on. */
    void explained(StixObject definition) {
        markings.explained(definition);
    }

    /** A definition of the same body, whether or not it will be taken. */
    void said(StixObject definition) {
        markings.said(definition);
    }

    /** A definition of the same body cannot be read. */
    void saidUnreadably(StixId definition) {
        markings.saidUnreadably(definition);
    }

    /** Whether an object is marked more strictly than by what is taken, by definitions of the same body that are not. */
    boolean dependsOnRefused(StixObject object) {
        return markings.dependsOnRefused(object);
    }

    /** The class by the object alone; see {@link #withReferences}. */
    Class of(StixObject object) {
        List<Finding> findings = new ArrayList<>();
        closed().ifPresent(why -> findings.add(error("", "not-accepted", why)));
        if (!policy.kinds().contains(object.type())) {
            findings.add(error("/type", "kind-not-accepted", "Your policy does not accept this type of object."));
        }
        Optional<Markings> marked = markings.of(object);
        if (marked.isEmpty()) {
            findings.add(error(
                    "/object_marking_refs",
                    "unmarked",
                    "Your policy refuses objects without a TLP marking; add one to object_marking_refs."));
        }
        Markings effective = marked.orElse(Markings.of(Tlp.RED));
        if (marked.isPresent()
                && effective.tlp() == Tlp.RED
                && request.audience().partners().isEmpty()) {
            findings.add(new Finding(
                    Severity.WARNING,
                    "/object_marking_refs",
                    "red-without-recipients",
                    "TLP 2.0",
                    "TLP:RED reaches only partners named one by one, and none is named."));
        }
        ReleaseClass stated =
                new ReleaseClass(effective, topics.of(object), origins.of(object), audience(effective), List.of());
        return new Class(stated, findings);
    }

    /**
     * The class of an object with what it refers to.
     *
     * @param taken objects of the same body, by their ids
     */
    ReleaseClass withReferences(ReleaseClass stated, StixObject object, Map<StixId, List<StixObject>> taken) {
        return new ReleaseClass(
                stated.markings(),
                topics.with(stated.topic(), object, taken),
                stated.origin(),
                stated.audience(),
                stated.ties());
    }

    private Optional<String> closed() {
        if (!background.agreed()) {
            return Optional.of("The agreement with you does not hold at this time, so nothing is taken from you.");
        }
        return policy.mode() == TrustPolicy.Mode.REFUSE
                ? Optional.of("Your policy takes nothing from you.")
                : Optional.empty();
    }

    private static Finding error(String pointer, String rule, String message) {
        return new Finding(Severity.ERROR, pointer, rule, "policy", message);
    }

    /**
     * Above TLP:GREEN an audience nobody stated is the submitter's communities as they are now: one it joins later must not
     * come into all it ever sent.
     */
    private Audience audience(Markings marked) {
        Audience stated = request.audience();
        return marked.tlp().isWithin(Tlp.GREEN) ? stated : stated.closedTo(background.communities());
    }
}
