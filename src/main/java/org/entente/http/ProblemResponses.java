package org.entente.http;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/** Adds to the API description what every call may answer: a problem, or on TAXII paths the TAXII error object. */
@OpenApiFilter(OpenApiFilter.RunStage.BUILD)
public class ProblemResponses implements OASFilter {

    @Override
    public void filterOpenAPI(OpenAPI api) {
        if (api.getPaths() == null || api.getPaths().getPathItems() == null) {
            return;
        }
        api.getPaths()
                .getPathItems()
                .forEach((path, item) ->
                        item.getOperations().values().forEach(operation -> add(operation, path.startsWith("/taxii2"))));
    }

    private static void add(Operation operation, boolean taxii) {
        if (operation.getResponses() == null) {
            operation.setResponses(OASFactory.createAPIResponses());
        }
        String mediaType = taxii ? ErrorAnswers.TAXII_JSON : ErrorAnswers.PROBLEM_JSON;
        APIResponse failure = OASFactory.createAPIResponse()
                .description("Any failure")
                .content(OASFactory.createContent()
                        .addMediaType(
                                mediaType, OASFactory.createMediaType().schema(taxii ? taxiiError() : problem())));
        operation.getResponses().setDefaultValue(failure);
    }

    private static Schema problem() {
        return object().addProperty("type", string("urn:entente:problem: and a stable slug"))
                .addProperty("title", string("The same for every occurrence"))
                .addProperty("status", OASFactory.createSchema().addType(Schema.SchemaType.INTEGER))
                .addProperty("detail", string("This occurrence"))
                .addProperty("requestId", string("As in X-Request-Id"))
                .addProperty(
                        "errors",
                        OASFactory.createSchema()
                                .addType(Schema.SchemaType.ARRAY)
                                .items(object().addProperty("pointer", string("JSON Pointer into the body"))
                                        .addProperty("detail", string("What would be right"))));
    }

    private static Schema taxiiError() {
        return object().addProperty("title", string("The same for every occurrence"))
                .addProperty("description", string("This occurrence"))
                .addProperty("error_id", string("As in X-Request-Id"))
                .addProperty("error_code", string("A stable slug"))
                .addProperty("http_status", string("The HTTP status"));
    }

    private static Schema object() {
        return OASFactory.createSchema().addType(Schema.SchemaType.OBJECT);
    }

    private static Schema string(String description) {
        return OASFactory.createSchema().addType(Schema.SchemaType.STRING).description(description);
    }
}
