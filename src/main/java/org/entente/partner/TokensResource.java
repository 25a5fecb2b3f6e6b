package org.entente.partner;

import io.quarkus.security.Authenticated;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.entente.audit.Action;
import org.entente.http.ProblemException;
import org.entente.http.ProblemType;
import org.jspecify.annotations.Nullable;

/** Short-lived tokens for callers with a password or certificate. */
@Path("/api/v1/tokens")
@Authenticated
@Tag(name = "Access")
class TokensResource {

    private final SecurityIdentity identity;
    private final OwnTokens tokens;
    private final DirectoryChanges changes;

    TokensResource(SecurityIdentity identity, OwnTokens tokens, DirectoryChanges changes) {
        this.changes = changes;
        this.identity = identity;
        this.tokens = tokens;
    }

    @POST
    @Operation(
            summary = "Issue a bearer token",
            description =
                    "For the caller, who shows a password or certificate. The token ends with the credential it was"
                            + " issued for, and a certificate's no later than that. Where the exchange has no signing key this answers 404.")
    @APIResponseSchema(
            value = IssuedToken.class,
            responseCode = "200",
            responseDescription = "The token, shown this once")
    @APIResponse(responseCode = "403", description = "The caller has shown a token: tokens beget no tokens")
    public Uni<IssuedToken> issue() {
        if (!tokens.isEnabled()) {
            throw ProblemException.notFound();
        }
        @Nullable Credential shown = identity.getAttribute(Identities.CREDENTIAL);
        if (shown == null) {
            throw new ProblemException(ProblemType.FORBIDDEN, "Ask with a password or certificate, not with a token.");
        }
        @Nullable Admission admission = identity.getAttribute(Admission.ATTRIBUTE);
        Optional<Instant> until = admission == null ? Optional.empty() : admission.until();
        return tokens.issue(shown, until).call(() -> noted(shown));
    }

    /** Partners' systems ask for tokens by the hour; a person who does is worth a line. */
    private Uni<Void> noted(Credential shown) {
        return shown.owner() instanceof Owner.OfOperator
                ? changes.note(Acts.credential(
                        Action.TOKEN_ISSUED, shown.owner(), shown.id().toString()))
                : Uni.createFrom().voidItem();
    }
}
