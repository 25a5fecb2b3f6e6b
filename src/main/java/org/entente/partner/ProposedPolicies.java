package org.entente.partner;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.enterprise.context.ApplicationScoped;
import org.entente.http.ProblemException;

/** Policies that are not in force, for whoever shows what they would do. Thread safe. */
@ApplicationScoped
public class ProposedPolicies {

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
}
