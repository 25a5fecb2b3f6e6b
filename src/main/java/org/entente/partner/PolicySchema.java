package org.entente.partner;

import io.quarkus.security.Authenticated;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The JSON Schema of policy documents, which the reader is tested against. */
@Path(PolicySchema.PATH)
@Authenticated
@Tag(name = "Policies")
public class PolicySchema {

    static final String PATH = "/api/v1/policy-schema";

    private static final String FILE = "policy-schema.json";

    private final String text = read();

    /** The schema as served. */
    static String read() {
        try (InputStream file = PolicySchema.class.getResourceAsStream(FILE)) {
            if (file == null) {
                throw new IllegalStateException(FILE + " is not packaged");
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @GET
    @Produces({"application/schema+json", MediaType.APPLICATION_JSON})
    @Operation(
            summary = "The JSON Schema of a trust policy",
            description = "Draft 2020-12, with the unit, range and default of every field.")
    @APIResponse(responseCode = "200", description = "The schema")
    public String schema() {
        return text;
    }
}
