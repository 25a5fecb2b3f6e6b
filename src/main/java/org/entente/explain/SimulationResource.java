package org.entente.explain;

import static org.entente.partner.Roles.ADMIN;
import static org.entente.partner.Roles.APPROVER;
import static org.entente.partner.Roles.AUDITOR;
import static org.entente.partner.Roles.CURATOR;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.entente.explain.Simulator.Question;
import org.entente.http.KnownParameters;
import org.entente.http.ProblemException;
import org.entente.partner.Directory;
import org.entente.partner.Partners;
import org.entente.partner.ProposedPolicies;
import org.entente.partner.TrustPolicy;
import org.entente.party.PartnerId;
import org.jspecify.annotations.Nullable;

/** What a policy that is not in force would change. */
@Path("/api/v1/partners/{partner}/policy/simulation")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Policies")
public class SimulationResource {

    private static final int DAYS_DEFAULT = 90;
    private static final int DAYS_MAX = 3_650;
    private static final int SAMPLES_DEFAULT = 5;
    private static final int SAMPLES_MAX = 50;

    private final Simulator simulator;
    private final ProposedPolicies proposed;
    private final Partners partners;

    SimulationResource(Simulator simulator, ProposedPolicies proposed, Partners partners) {
        this.simulator = simulator;
        this.proposed = proposed;
        this.partners = partners;
    }

    /**
     * What to simulate.
     *
     * @param policy a policy document; or else
     * @param draft the number of a draft of this partner's policy
     * @param days how many days back, 1 to 3,650; 90 when left out
     * @param samples of each sort, 0 to 50; 5 when left out
     */
    @Schema(name = "SimulationRequest")
    public record Request(
            @Schema(implementation = Object.class) @Nullable JsonNode policy,

            @Nullable Long draft,
            @Nullable Integer days,
            @Nullable Integer samples) {}

    @POST
    @RolesAllowed({AUDITOR, CURATOR, APPROVER, ADMIN})
    @Operation(
            summary = "What a policy would change",
            description =
                    "Compares a policy document or a draft with the policy in force, over what was logged in the last"
                            + " days: what would be newly released and newly withheld, by kind, originator and TLP, with samples.")
    @APIResponse(responseCode = "400", description = "See errors, each with a JSON Pointer into the body")
    @APIResponse(responseCode = "404", description = "There is no such partner or draft")
    public Uni<PolicySimulation> simulate(String partner, @Nullable Request body, @Context UriInfo uri) {
        KnownParameters.check(uri, Set.of());
        PartnerId id = PartnerId.tryParse(partner).orElseThrow(ProblemException::notFound);
        Request request = body == null ? new Request(null, null, null, null) : body;
        int days = within(request.days(), DAYS_DEFAULT, 1, DAYS_MAX, "/days");
        int samples = within(request.samples(), SAMPLES_DEFAULT, 0, SAMPLES_MAX, "/samples");
        return partners.upToDate()
                .chain(directory -> {
                    if (directory.partner(id).isEmpty()) {
                        throw ProblemException.notFound();
                    }
                    return policy(id, request, directory);
                })
                .chain(policy -> simulator.of(new Question(id, policy, days, samples)));
    }

    private Uni<TrustPolicy> policy(PartnerId partner, Request request, Directory known) {
        if (request.draft() != null && request.policy() == null) {
            return proposed.draft(partner, request.draft()).map(found -> found.orElseThrow(ProblemException::notFound));
        }
        if (request.draft() != null) {
            throw ProblemException.invalidBody("/draft", "Give either policy or draft.");
        }
        JsonNode document = request.policy() == null ? MissingNode.getInstance() : request.policy();
        return Uni.createFrom().item(() -> proposed.read(document, "/policy", known));
    }

    private static int within(@Nullable Integer given, int otherwise, int least, int most, String pointer) {
        if (given == null) {
            return otherwise;
        }
        if (given < least || given > most) {
            throw ProblemException.invalidBody(pointer, "Expected " + least + " to " + most + ".");
        }
        return given;
    }
}
