package org.entente.intake;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.entente.log.Assertion;
import org.entente.partner.AudienceReader;
import org.entente.party.PartnerId;
import org.entente.stix.Finding;

/** Says what would become of a body if a partner submitted it now; keeps nothing. Thread safe. */
@ApplicationScoped
public class Foresight {

    private final Intake intake;
    private final AudienceReader audiences;

    Foresight(Intake intake, AudienceReader audiences) {
        this.intake = intake;
        this.audiences = audiences;
    }

    /**
     * What would be submitted.
     *
     * @param submitter whose submission it would be
     * @param body a STIX bundle
     * @param communities as of the query of a submission; so the others
     */
    public record Draft(
            PartnerId submitter,
            byte[] body,
            List<String> communities,
            List<String> partners,
            List<String> exceptions,
            List<String> exceptCommunities) {

        private AudienceReader.Named named() {
            return new AudienceReader.Named(communities, partners, exceptions, exceptCommunities);
        }
    }

    /**
     * What would become of one object.
     *
     * @param id as spelled
     * @param outcome {@code accept}, {@code hold}, {@code repeat} or {@code refuse}
     * @param assertion what would be appended to the log, now or when it is released from review; empty otherwise
     */
    public record Foreseen(String id, String outcome, List<Finding> findings, Optional<Assertion> assertion) {
        public Foreseen {
            findings = List.copyOf(findings);
        }
    }

    /** One answer an object, in order; fails as a submission would when the body or a name cannot be taken. */
    public Uni<List<Foreseen>> of(Draft draft) {
        SubmissionRequest request = new SubmissionRequest(
                draft.submitter(),
                SubmissionRequest.Shape.BUNDLE,
                draft.body(),
                audiences.read(draft.submitter(), draft.named()),
                true,
                Optional.empty());
        return intake.foreseen(request)
                .map(verdicts -> verdicts.stream().map(Foresight::foreseen).toList());
    }

    private static Foreseen foreseen(Verdict verdict) {
        if (verdict instanceof Verdict.Admitted admitted) {
            return foreseen(verdict, "accept", Optional.of(admitted.assertion()));
        }
        if (verdict instanceof Verdict.Held held) {
            return foreseen(verdict, "hold", Optional.of(held.assertion()));
        }
        String outcome = verdict instanceof Verdict.Repeated ? "repeat" : "refuse";
        return foreseen(verdict, outcome, Optional.empty());
    }

    private static Foreseen foreseen(Verdict verdict, String outcome, Optional<Assertion> assertion) {
        return new Foreseen(verdict.id(), outcome, verdict.findings(), assertion);
    }
}
