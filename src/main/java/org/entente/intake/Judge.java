package org.entente.intake;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.entente.intake.Background.Earlier;
import org.entente.log.Assertion;
import org.entente.log.ReleaseClass;
import org.entente.partner.TrustPolicy;
import org.entente.stix.Candidate;
import org.entente.stix.Finding;
import org.entente.stix.MarkingDefinition;
import org.entente.stix.Severity;
import org.entente.stix.StixId;
import org.entente.stix.StixObject;
import org.entente.stix.Tlp;
import org.entente.stix.VersionRules;

/**
 * Judges the objects of one submission, one after the other: by themselves, by the submitter's policy, against what the same
 * body held before and against what the exchange has. No input or output but values.
 */
final class Judge {

    private final SubmissionRequest request;
    private final TrustPolicy.From policy;
    private final Background background;
    private final Map<StixId, MarkingDefinition> markings = new HashMap<>();
    private final Set<StixId> inBody = new HashSet<>();
    private final Map<StixId, List<StixObject>> admitted = new HashMap<>();

    Judge(SubmissionRequest request, TrustPolicy.From policy, Background background) {
        this.request = request;
        this.policy = policy;
        this.background = background;
    }

    List<Verdict> judge(List<Candidate> candidates) {
        for (Candidate candidate : candidates) {
            if (candidate instanceof Candidate.Valid valid) {
                inBody.add(valid.object().id());
                valid.object()
                        .markingDefinition()
                        .ifPresent(m -> markings.put(valid.object().id(), m));
            }
        }
        List<Verdict> verdicts = new ArrayList<>(candidates.size());
        for (Candidate candidate : candidates) {
            verdicts.add(judge(candidate));
        }
        return verdicts;
    }

    private Verdict judge(Candidate candidate) {
        if (candidate instanceof Candidate.Invalid invalid) {
            return new Verdict.Refused(
                    invalid.index(),
                    invalid.id().orElse("/objects/" + invalid.index()),
                    invalid.version(),
                    invalid.findings());
        }
        Candidate.Valid valid = (Candidate.Valid) candidate;
        StixObject object = valid.object();
        Terms terms = terms(object);
        List<Finding> findings = new ArrayList<>(valid.warnings());
        findings.addAll(terms.findings());
        if (terms.refused()) {
            return refused(valid, findings);
        }
        List<StixObject> before = admitted.getOrDefault(object.id(), List.of());
        if (before.stream().anyMatch(b -> sameVersion(b, object) && VersionRules.sameContent(b, object))) {
            return new Verdict.Repeated(valid.index(), object.id().toString(), object.versionText(), findings);
        }
        return against(valid, before, terms.stated(), findings);
    }

    private static boolean sameVersion(StixObject one, StixObject other) {
        return one.version().equals(other.version());
    }

    private static Verdict refused(Candidate.Valid valid, List<Finding> findings) {
        StixObject object = valid.object();
        return new Verdict.Refused(valid.index(), object.id().toString(), object.versionText(), findings);
    }

    private Verdict against(
            Candidate.Valid valid, List<StixObject> before, ReleaseClass stated, List<Finding> findings) {
        StixObject object = valid.object();
        if (background.exact(object).isPresent()) {
            return taken(valid, new Source(object.bytes(), object.digest()), stated, findings, Optional.empty());
        }
        List<Earlier> visible = background.others(object, true);
        Optional<Earlier> same = visible.stream()
                .filter(e -> sameVersion(e.object(), object) && isSame(e.object(), object))
                .findFirst();
        if (same.isPresent()) {
            // Spelled differently, the same by value: the content is kept once, in its first spelling.
            byte[] bytes = same.get().object().bytes();
            byte[] digest = same.get().content().digest();
            return taken(valid, new Source(bytes, digest), stated, findings, Optional.empty());
        }
        List<StixObject> earlier = new ArrayList<>(before);
        visible.forEach(e -> earlier.add(e.object()));
        List<Finding> broken = VersionRules.check(object, earlier);
        if (!broken.isEmpty()) {
            findings.addAll(broken);
            return refused(valid, findings);
        }
        Optional<String> hidden = hiddenConflict(object);
        return taken(valid, new Source(object.bytes(), object.digest()), stated, findings, hidden);
    }

    /** The TLP definitions are the standard's own: whoever spells their names otherwise means the same. */
    private static boolean isSame(StixObject known, StixObject candidate) {
        return Tlp.ofMarking(candidate.id()).isPresent() || VersionRules.sameContent(known, candidate);
    }

    private Optional<String> hiddenConflict(StixObject object) {
        if (Tlp.ofMarking(object.id()).isPresent()) {
            return Optional.empty();
        }
        List<StixObject> hidden =
                background.others(object, false).stream().map(Earlier::object).toList();
        return VersionRules.check(object, hidden).stream().findFirst().map(Finding::rule);
    }

    private record Source(byte[] bytes, byte[] digest) {}

    private Verdict taken(
            Candidate.Valid valid,
            Source source,
            ReleaseClass stated,
            List<Finding> findings,
            Optional<String> hiddenConflict) {
        StixObject object = valid.object();
        admitted.computeIfAbsent(object.id(), id -> new ArrayList<>()).add(object);
        Assertion assertion =
                new Assertion(object.id(), object.version(), source.digest(), source.bytes(), stated, ties(object));
        String id = object.id().toString();
        return policy.mode() == TrustPolicy.Mode.HOLD
                ? new Verdict.Held(valid.index(), id, object.versionText(), findings, assertion)
                : new Verdict.Admitted(valid.index(), id, object.versionText(), findings, assertion, hiddenConflict);
    }

    /**
     * The objects it ties together, as far as its submitter may know of them. An id it cannot have from the exchange betrays
     * nothing of the exchange; tying to it all the same would let a submitter find out, by who gets its relationship, what
     * others keep here.
     */
    private Set<StixId> ties(StixObject object) {
        return object.references().stream()
                .filter(id -> inBody.contains(id) || background.isKnownToSubmitter(id))
                .collect(Collectors.toSet());
    }

    /** The class an object is taken under, or why the policy refuses it. */
    private record Terms(ReleaseClass stated, List<Finding> findings) {
        boolean refused() {
            return findings.stream().anyMatch(Finding::isError);
        }
    }

    private Terms terms(StixObject object) {
        List<Finding> findings = new ArrayList<>();
        if (!policy.kinds().contains(object.type())) {
            findings.add(policyError("/type", "kind-not-accepted", "Your policy does not accept this type of object."));
        }
        Optional<Tlp> own = ownTlp(object);
        Optional<Tlp> tlp = own.or(policy::assumedTlp);
        if (tlp.isEmpty()) {
            findings.add(policyError(
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
        ReleaseClass stated = new ReleaseClass(
                tlp.orElse(Tlp.RED),
                Feeds.of(object),
                object.type(),
                request.submitter(),
                request.audience(),
                hasUnknownMarking(object),
                List.of());
        return new Terms(stated, findings);
    }

    private static Finding policyError(String pointer, String rule, String message) {
        return new Finding(Severity.ERROR, pointer, rule, "policy", message);
    }

    /** The strictest TLP on the object or any part of it. The definitions of TLP themselves are public. */
    private static Optional<Tlp> ownTlp(StixObject object) {
        Optional<Tlp> strictest = object.markings().stream()
                .flatMap(m -> Tlp.ofMarking(m).stream())
                .reduce(Tlp::stricter);
        return strictest.isEmpty() && Tlp.ofMarking(object.id()).isPresent() ? Optional.of(Tlp.CLEAR) : strictest;
    }

    private boolean hasUnknownMarking(StixObject object) {
        return object.markings().stream().anyMatch(m -> !isUnderstood(m));
    }

    private boolean isUnderstood(StixId marking) {
        if (Tlp.ofMarking(marking).isPresent()) {
            return true;
        }
        Optional<MarkingDefinition> definition =
                Optional.ofNullable(markings.get(marking)).or(() -> background.ownMarking(marking));
        return definition.map(d -> d instanceof MarkingDefinition.Statement).orElse(false);
    }
}
