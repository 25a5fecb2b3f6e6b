package org.entente.partner;

import static org.entente.partner.Roles.ADMIN;
import static org.entente.partner.Roles.AUDITOR;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.entente.http.Listing;
import org.entente.http.ProblemException;
import org.entente.http.VersionTag;
import org.entente.partner.Views.CreatedOperatorView;
import org.entente.partner.Views.OperatorView;
import org.entente.party.OperatorId;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Operators, managed by administrators alone, so that nobody can raise itself. */
@Path("/api/v1/operators")
@Tag(name = "Operators")
public class OperatorsResource {

    private final CurrentCaller caller;
    private final StoredPartners directory;
    private final OperatorService operators;

    OperatorsResource(CurrentCaller caller, StoredPartners directory, OperatorService operators) {
        this.caller = caller;
        this.directory = directory;
        this.operators = operators;
    }

    @GET
    @RolesAllowed({AUDITOR, ADMIN})
    @Operation(summary = "List operators by name")
    public Uni<Listing<OperatorView>> list(
            @QueryParam("limit") @DefaultValue(Listing.LIMIT_DEFAULT) int limit,
            @QueryParam("next") @Nullable String next) {
        Listing.Query query = Listing.Query.of(limit, next);
        return directory
                .fresh()
                .map(snapshot -> Listing.of(
                        snapshot.operators().values().stream().map(OperatorView::of),
                        view -> view.id().value(),
                        query));
    }

    @POST
    @RolesAllowed(ADMIN)
    @Operation(summary = "Create an operator", description = "With a password, shown this once.")
    @APIResponseSchema(value = CreatedOperatorView.class, responseCode = "201", responseDescription = "Created")
    @APIResponse(responseCode = "409", description = "The name is taken")
    public Uni<RestResponse<CreatedOperatorView>> create(Bodies.@Nullable NewOperator body) {
        OperatorService.NewOperator operator = Bodies.given(body).checked();
        return operators
                .create(operator, caller.operator().value())
                .chain(password -> directory
                        .fresh()
                        .map(snapshot ->
                                new CreatedOperatorView(OperatorView.of(found(snapshot, operator.id())), password)))
                .map(view -> RestResponse.ResponseBuilder.<CreatedOperatorView>created(
                                URI.create("/api/v1/operators/" + operator.id()))
                        .entity(view)
                        .build());
    }

    @GET
    @Path("{operator}")
    @RolesAllowed({AUDITOR, ADMIN})
    @Operation(summary = "Read an operator", description = "The ETag is for If-Match on PUT.")
    public Uni<RestResponse<OperatorView>> read(String operator) {
        OperatorId id = id(operator);
        return directory.fresh().map(snapshot -> answer(found(snapshot, id)));
    }

    @PUT
    @Path("{operator}")
    @RolesAllowed(ADMIN)
    @Operation(summary = "Change an operator's title and roles", description = "No roles: it can do nothing any more.")
    @APIResponse(responseCode = "409", description = "It is the last administrator")
    @APIResponse(responseCode = "412", description = "It was changed since the ETag in If-Match")
    public Uni<RestResponse<OperatorView>> change(
            String operator,
            Bodies.@Nullable OperatorChange body,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        OperatorId id = id(operator);
        return operators
                .change(Bodies.given(body).checked(id), ifMatch)
                .chain(directory::fresh)
                .map(snapshot -> answer(found(snapshot, id)));
    }

    private static RestResponse<OperatorView> answer(Snapshot.Operator operator) {
        return RestResponse.ResponseBuilder.ok(OperatorView.of(operator))
                .header(HttpHeaders.ETAG, VersionTag.of(operator.version()))
                .build();
    }

    private static OperatorId id(String name) {
        return OperatorId.tryParse(name).orElseThrow(ProblemException::notFound);
    }

    private static Snapshot.Operator found(Snapshot snapshot, OperatorId id) {
        return snapshot.operator(id).orElseThrow(ProblemException::notFound);
    }
}
