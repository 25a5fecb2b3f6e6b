package org.entente.http;

import jakarta.ws.rs.core.Application;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeType;
import org.eclipse.microprofile.openapi.annotations.info.Info;
import org.eclipse.microprofile.openapi.annotations.info.License;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.security.SecurityScheme;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What {@code /q/openapi} says of the API as a whole. */
@OpenAPIDefinition(
        info =
                @Info(
                        title = "Entente",
                        version = "1",
                        description =
                                "The exchange through which national CSIRTs share threat information. Every failed call"
                                        + " answers with an RFC 9457 problem (on TAXII paths: the TAXII error object), and every answer"
                                        + " carries X-Request-Id. Lists are paged: give next back as it was received.",
                        license = @License(name = "Apache-2.0")),
        tags = {
            @Tag(name = "Access", description = "Who is calling, and tokens"),
            @Tag(name = "Partners", description = "Partner CSIRTs"),
            @Tag(name = "Communities", description = "Groups of partners"),
            @Tag(name = "Policies", description = "Trust policies and their history"),
            @Tag(name = "Credentials", description = "Ways to prove to be somebody"),
            @Tag(name = "Mitigations", description = "What can be done, and what became of it"),
            @Tag(name = "Search", description = "Objects found by what they say, their ties and their history"),
            @Tag(name = "Overview", description = "How the exchange is doing, in numbers"),
            @Tag(name = "Audit", description = "What was done, by whom and why"),
            @Tag(name = "Operators", description = "Those who run the exchange")
        },
        security = {
            @SecurityRequirement(name = "basic"),
            @SecurityRequirement(name = "bearer"),
            @SecurityRequirement(name = "certificate")
        })
@SecurityScheme(
        securitySchemeName = "basic",
        type = SecuritySchemeType.HTTP,
        scheme = "basic",
        description = "User name and generated password of a registered credential.")
@SecurityScheme(
        securitySchemeName = "bearer",
        type = SecuritySchemeType.HTTP,
        scheme = "bearer",
        bearerFormat = "JWT",
        description = "A token of the configured issuer, or one of the exchange's own from POST /api/v1/tokens.")
@SecurityScheme(
        securitySchemeName = "certificate",
        type = SecuritySchemeType.MUTUALTLS,
        description = "A client certificate whose SHA-256 fingerprint is registered.")
public class ApiDescription extends Application {}
