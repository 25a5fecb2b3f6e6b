package org.entente.feed;

import static org.entente.partner.Roles.ADMIN;
import static org.entente.partner.Roles.APPROVER;
import static org.entente.partner.Roles.AUDITOR;
import static org.entente.partner.Roles.CURATOR;
import static org.entente.partner.Roles.SUBSCRIBER;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.entente.http.KnownParameters;
import org.entente.http.ProblemException;
import org.entente.partner.Caller.PartnerCaller;
import org.entente.partner.CurrentCaller;

/** The contract of the Kafka feeds, for machines. */
@Path("/api/v1")
@Tag(name = "Feeds")
@RolesAllowed({SUBSCRIBER, AUDITOR, CURATOR, APPROVER, ADMIN})
class ContractResource {

    private final FeedContract contract;
    private final CurrentCaller caller;

    ContractResource(FeedContract contract, CurrentCaller caller) {
        this.contract = contract;
        this.caller = caller;
    }

    @GET
    @Path("asyncapi")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "The Kafka topics and what is on them, as AsyncAPI 3.1",
            description = "A partner finds its own topics by name, an operator the pattern of all.")
    @APIResponse(
            responseCode = "200",
            description = "An AsyncAPI 3.1 document",
            content = @Content(schema = @Schema(implementation = Object.class)))
    public JsonNode asyncApi(@Context UriInfo uri) {
        KnownParameters.check(uri, Set.of());
        return caller.get() instanceof PartnerCaller own ? contract.of(own.partner()) : contract.ofAll();
    }

    @GET
    @Path("schemas/{name}")
    @Produces({"application/schema+json", MediaType.APPLICATION_JSON})
    @Operation(
            summary = "One schema of the AsyncAPI document",
            description = "JSON Schema draft-07, under its name there, such as stix-object or recall.")
    @APIResponse(
            responseCode = "200",
            description = "The schema",
            content = @Content(schema = @Schema(implementation = Object.class)))
    @APIResponse(responseCode = "404", description = "There is no schema of that name")
    public JsonNode schema(
            @Parameter(description = "As in the document's components") String name, @Context UriInfo uri) {
        KnownParameters.check(uri, Set.of());
        return contract.schema(name).orElseThrow(ProblemException::notFound);
    }
}
