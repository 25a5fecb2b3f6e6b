package org.entente.partner;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.entente.http.ProblemException;
import org.entente.http.ProblemType;
import org.entente.party.PartnerId;

/** Policies that are not in force, for whoever shows what they would do. Thread safe. */
@ApplicationScoped
public class ProposedPolicies {

    private final PolicyDrafts drafts;

    ProposedPolicies(PolicyDrafts drafts) {
        this.drafts = drafts;
    }

    /**
     * Reads a policy document out of a body.
     *
     * @param document what is at the pointer; a missing node is a fault like null
     * @param pointer where in the body it is, such as {@code /policy}
     * @param known the partners and communities it may name
     * @throws ProblemException 400 with every fault, each with its JSON Pointer into the body
     */
    public TrustPolicy read(JsonNode document, String pointer, Directory known) {
        return PolicyDocument.read(document, pointer, known).orRefuse();
    }

    /** What a draft of this partner says, whatever has become of it; empty when there is none of this number. */
    public Uni<Optional<TrustPolicy>> draft(PartnerId partner, long number) {
        return drafts.draft(partner, number)
                .map(draft -> Optional.of(draft.policy()))
                .onFailure(ProposedPolicies::isAbsent)
                .recoverWithItem(Optional.empty());
    }

    private static boolean isAbsent(Throwable failure) {
        return failure instanceof ProblemException problem && problem.type() == ProblemType.NOT_FOUND;
    }
}
