package org.entente.taxii;

import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.entente.http.ProblemException;
import org.entente.http.QueryParameters;
import org.entente.partner.Caller.PartnerCaller;
import org.entente.partner.CurrentCaller;
import org.entente.stix.StixId;
import org.entente.taxii.CollectionReader.Ask;
import org.entente.taxii.Selection.Endpoint;

/**
 * Collections and what is in them (TAXII 2.1 §5), for partners. Operators are not answered here: what they may see of
 * partners' material is the console's business.
 */
@Path("/taxii2/exchange")
@Tag(name = "TAXII 2.1")
@RolesAllowed({"subscriber", "submitter"})
class CollectionsResource {

    private final CollectionReader reader;
    private final PageStreams streams;
    private final Answers answers;
    private final Bounds bounds;
    private final CurrentCaller caller;
    private final Deletion deletion;

    CollectionsResource(
            CollectionReader reader,
            PageStreams streams,
            Deletion deletion,
            Answers answers,
            TaxiiConfig config,
            CurrentCaller caller) {
        this.reader = reader;
        this.streams = streams;
        this.deletion = deletion;
        this.answers = answers;
        this.bounds = Bounds.of(config);
        this.caller = caller;
    }

    @GET
    @Path("/collections/")
    @Operation(summary = "The collections the caller may read or write")
    public Uni<Response> collections() {
        return reader.collections(caller.partnerCaller()).map(answers::collections);
    }

    @GET
    @Path("/collections/{collection}/")
    @Operation(summary = "One collection, by id or alias")
    public Uni<Response> collection(String collection) {
        return reader.collection(caller.partnerCaller(), collection).map(answers::collection);
    }

    @GET
    @Path("/collections/{collection}/manifest/")
    @Operation(summary = "Ids and versions of the objects in a collection")
    public Uni<Response> manifest(String collection, @Context RoutingContext routing) {
        Parameters parameters = parameters(routing);
        return page(collection, Selection.ofCollection(Endpoint.MANIFEST, parameters), parameters, routing);
    }

    @GET
    @Path("/collections/{collection}/objects/")
    @Operation(summary = "The objects in a collection")
    public Uni<Response> objects(String collection, @Context RoutingContext routing) {
        Parameters parameters = parameters(routing);
        return page(collection, Selection.ofCollection(Endpoint.OBJECTS, parameters), parameters, routing);
    }

    @GET
    @Path("/collections/{collection}/objects/{object}/")
    @Operation(summary = "One object")
    public Uni<Response> object(String collection, String object, @Context RoutingContext routing) {
        Parameters parameters = parameters(routing);
        return page(collection, Selection.ofObject(idOf(object), parameters), parameters, routing);
    }

    @GET
    @Path("/collections/{collection}/objects/{object}/versions/")
    @Operation(summary = "The versions of one object")
    public Uni<Response> versions(String collection, String object, @Context RoutingContext routing) {
        Parameters parameters = parameters(routing);
        return page(collection, Selection.ofVersions(idOf(object), parameters), parameters, routing);
    }

    /** §5.7: all versions where none are asked for. It is taken back from wherever its submitter sent it. */
    @DELETE
    @Path("/collections/{collection}/objects/{object}/")
    @Operation(summary = "Recall an object that the caller sent in")
    public Uni<Response> delete(String collection, String object, @Context RoutingContext routing) {
        Parameters parameters = parameters(routing);
        StixId id = idOf(object);
        Selection selection = Selection.ofDeletion(id, parameters);
        PartnerCaller by = caller.partnerCaller();
        return deletion.delete(by, collection, selection).map(answers::deleted);
    }

    private Uni<Response> page(String collection, Selection selection, Parameters parameters, RoutingContext routing) {
        Ask ask = new Ask(caller.partnerCaller(), collection, selection, parameters.limit(), parameters.next());
        Recipient recipient = Recipient.of(caller.admission(), routing);
        return streams.answer(reader.page(ask), selection.endpoint(), recipient);
    }

    private Parameters parameters(RoutingContext routing) {
        return new Parameters(QueryParameters.of(routing), bounds);
    }

    /** What is no identifier is the id of nothing. */
    private static StixId idOf(String object) {
        return StixId.tryParse(object).orElseThrow(ProblemException::notFound);
    }
}
