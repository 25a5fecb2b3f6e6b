package org.entente.intake;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.entente.intake.Foresight.Foreseen;
import org.entente.log.Assertion;
import org.entente.log.ReleaseClass;
import org.entente.partner.TrustPolicy;
import org.entente.partner.TrustPolicy.From;
import org.entente.party.Audience;
import org.entente.stix.Candidate;
import org.entente.stix.Finding;
import org.entente.stix.Severity;
import org.entente.stix.StixObject;
import org.entente.stix.Tlp;

/**
 * Judges held objects of one submission again, by the policy of now: the exchange may have learnt of them from elsewhere in the
 * meantime. On no looser terms than when they came, whatever the policy says now. Keeps nothing.
 */
@ApplicationScoped
class Releases {

    private final Lookup lookup;

    Releases(Lookup lookup) {
        this.lookup = lookup;
    }

    /**
     * What would become of one.
     *
     * @param admitted what goes into the log; empty where it cannot be released
     * @param hindrance why it cannot; empty where it can
     */
    record Outcome(HeldObject object, Optional<Verdict.Admitted> admitted, String hindrance) {

        Foreseen foreseen() {
            List<Finding> findings = admitted.isPresent()
                    ? admitted.get().findings()
                    : List.of(new Finding(Severity.ERROR, "", "not-releasable", "review", hindrance));
            return new Foreseen(
                    object.objectId(),
                    admitted.isPresent() ? "accept" : "refuse",
                    findings,
                    admitted.map(Verdict.Admitted::assertion));
        }
    }

    /** One outcome each, in order, as if they were released together. */
    Uni<List<Outcome>> of(List<HeldObject> together) {
        List<Candidate> candidates = new ArrayList<>();
        for (HeldObject held : together) {
            Candidate candidate = StoredObjects.candidate(held.content().orElse(new byte[0]));
            candidates.add(at(candidates.size(), candidate));
        }
        List<StixObject> objects = candidates.stream()
                .filter(Candidate.Valid.class::isInstance)
                .map(candidate -> ((Candidate.Valid) candidate).object())
                .toList();
        SubmissionRequest request = new SubmissionRequest(
                together.get(0).submitter(),
                SubmissionRequest.Shape.BUNDLE,
                new byte[0],
                // Each has its own, put in its place below.
                Audience.OPEN,
                false,
                Optional.empty());
        return lookup.background(request.submitter(), objects).map(background -> {
            List<Verdict> verdicts = new Judge(request, accepting(background.policy()), background).judge(candidates);
            List<Outcome> outcomes = new ArrayList<>();
            for (int i = 0; i < verdicts.size(); i++) {
                outcomes.add(outcome(together.get(i), verdicts.get(i), background));
            }
            return outcomes;
        });
    }

    /** Each was read by itself, as the first of its body. */
    private static Candidate at(int index, Candidate candidate) {
        return candidate instanceof Candidate.Valid valid
                ? new Candidate.Valid(index, valid.object(), valid.warnings())
                : candidate;
    }

    /** The submitter's policy as it is, save that the operator's word replaces the hold. */
    private static From accepting(From policy) {
        return policy.mode() == TrustPolicy.Mode.HOLD ? policy.withMode(TrustPolicy.Mode.ACCEPT) : policy;
    }

    private static Outcome outcome(HeldObject held, Verdict verdict, Background background) {
        if (!(verdict instanceof Verdict.Admitted admitted)) {
            String why = verdict instanceof Verdict.Refused refused ? refused.message() : "It came twice.";
            return new Outcome(held, Optional.empty(), why);
        }
        ReleaseClass judged = admitted.assertion().stated();
        Optional<String> looser = looser(held, judged);
        if (looser.isPresent()) {
            return new Outcome(held, Optional.empty(), looser.get());
        }
        Audience audience = judged.tlp().isWithin(Tlp.GREEN)
                ? held.audience()
                : held.audience().closedTo(background.communities());
        Assertion addressed =
                admitted.assertion().referringTo(admitted.assertion().references(), judged.addressedTo(audience));
        return new Outcome(held, Optional.of(admitted.with(addressed)), "");
    }

    private static Optional<String> looser(HeldObject held, ReleaseClass judged) {
        Tlp before = held.heldTlp().orElse(judged.tlp());
        if (!before.isWithin(judged.tlp())) {
            return Optional.of("It came as " + before.label() + " and would count as "
                    + judged.tlp().label() + " by its submitter's policy of now.");
        }
        if (before != judged.tlp() && held.isNarrowed() && held.agreed().open()) {
            return Optional.of(
                    "It came as " + before.label() + ", and its audience was chosen for that; by its submitter's"
                            + " policy of now it would count as " + judged.tlp().label() + ".");
        }
        boolean shown = held.heldAttribution()
                .map(attribution -> judged.origin().attribution().compareTo(attribution) < 0)
                .orElse(false);
        return shown
                ? Optional.of("More would learn its submitter, by the policy of now, than when it came.")
                : Optional.empty();
    }
}
