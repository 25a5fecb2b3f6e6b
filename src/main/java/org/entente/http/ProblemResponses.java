package org.entente.http;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
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
                                mediaType,
                                OASFactory.createMediaType()
                                        .schema(OASFactory.createSchema().ref(taxii ? "TaxiiError" : "Problem"))));
        operation.getResponses().setDefaultValue(failure);
    }
}
