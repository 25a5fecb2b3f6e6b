package org.entente.intake;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.entente.log.ReleaseClass;
import org.entente.log.ReleaseClass.Markings;
import org.entente.log.ReleaseClass.Origin;
import org.entente.log.ReleaseClass.Topic;
import org.entente.partner.TrustPolicy;
import org.entente.party.Audience;
import org.entente.release.EgressGuard;
import org.entente.stix.Finding;
import org.entente.stix.MarkingDefinition;
import org.entente.stix.MarkingFamily;
import org.entente.stix.Pap;
import org.entente.stix.Severity;
import org.entente.stix.StixId;
import org.entente.stix.StixObject;
import org.entente.stix.Tlp;

/** The terms on which one submission's objects are taken: markings, the submitter's policy and the audience it states. */
final class Terms {

    private final SubmissionRequest request;
    private final TrustPolicy.From policy;
    private final Background background;
    private final Map<StixId, MarkingDefinition> markings = new HashMap<>();

    Terms(SubmissionRequest request, TrustPolicy.From policy, Background background) {
        this.request = request;
        this.policy = policy;
        this.background = background;
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
        definition.markingDefinition().ifPresent(meaning -> markings.put(definition.id(), meaning));
    }

    Class of(StixObject object) {
        List<Finding> findings = new ArrayList<>();
        if (!policy.kinds().contains(object.type())) {
            findings.add(error("/type", "kind-not-accepted", "Your policy does not accept this type of object."));
        }
        Optional<Tlp> tlp = ownTlp(object).or(policy::assumedTlp);
        if (tlp.isEmpty()) {
            findings.add(error(
                    "/object_marking_refs",
                    "unmarked",
                    "Your policy refuses objects without a TLP marking; add one to object_marking_refs."));
        }
        if (tlp.equals(Optional.of(Tlp.RED)) && request.audience().partners().isEmpty()) {
            findings.add(new Finding(
                    Severity.WARNING,
                    "/object_marking_refs",
                    "red-without-recipients",
                    "TLP 2.0",
                    "TLP:RED reaches only partners named one by one, and none is named."));
        }
        Tlp level = tlp.orElse(Tlp.RED);
        ReleaseClass stated = new ReleaseClass(
                new Markings(level, level, true, Pap.CLEAR, families(object)),
                Topic.of(Feeds.of(object), object.type()),
                Origin.of(request.submitter()),
                audience(level),
                List.of());
        return new Class(stated, findings);
    }

    private static Finding error(String pointer, String rule, String message) {
        return new Finding(Severity.ERROR, pointer, rule, "policy", message);
    }

    /**
     * The strictest TLP on the object or any part of it, wherever the egress guard would find one. The definitions of TLP
     * themselves are public.
     */
    private static Optional<Tlp> ownTlp(StixObject object) {
        Optional<Tlp> strictest = object.markings().stream()
                .flatMap(m -> Tlp.ofMarking(m).stream())
                .reduce(Tlp::stricter);
        byte[] content = object.bytes();
        Optional<Tlp> guarded = mayHoldMarking(content) ? EgressGuard.strictestMarking(content) : Optional.empty();
        Optional<Tlp> both = strictest.isPresent() && guarded.isPresent()
                ? Optional.of(Tlp.stricter(strictest.get(), guarded.get()))
                : strictest.or(() -> guarded);
        return both.isEmpty() && Tlp.ofMarking(object.id()).isPresent() ? Optional.of(Tlp.CLEAR) : both;
    }

    /** A marking takes the id of a definition; without its letters, plain or escaped, there is nothing to look for. */
    private static boolean mayHoldMarking(byte[] content) {
        for (int i = 0; i + 7 < content.length; i++) {
            boolean escaped = content[i] == '\\' && content[i + 1] == 'u';
            boolean spelled = (content[i] == 'd' || content[i] == 'D')
                    && (content[i + 1] == 'e' || content[i + 1] == 'E')
                    && (content[i + 2] == 'f' || content[i + 2] == 'F')
                    && (content[i + 3] == 'i' || content[i + 3] == 'I')
                    && (content[i + 4] == 'n' || content[i + 4] == 'N');
            if (escaped || spelled) {
                return true;
            }
        }
        return false;
    }

    /**
     * Above TLP:GREEN an audience nobody stated is the submitter's communities as they are now: one it joins later must not
     * come into all it ever sent.
     */
    private Audience audience(Tlp level) {
        Audience stated = request.audience();
        return stated.open() && !level.isWithin(Tlp.GREEN)
                ? new Audience(false, background.communities(), Set.of(), stated.exceptions())
                : stated;
    }

    private Set<MarkingFamily> families(StixObject object) {
        return object.markings().stream()
                .filter(marking -> Tlp.ofMarking(marking).isEmpty())
                .map(this::family)
                .collect(Collectors.toSet());
    }

    private MarkingFamily family(StixId marking) {
        return Optional.ofNullable(markings.get(marking))
                .or(() -> background.ownMarking(marking))
                .filter(definition -> definition instanceof MarkingDefinition.Statement)
                .map(statement -> MarkingFamily.STATEMENT)
                .orElse(MarkingFamily.OTHER);
    }
}
