package org.entente.partner;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.entente.http.ProblemException;
import org.entente.party.CommunityId;
import org.entente.party.OperatorId;
import org.entente.party.PartnerId;
import org.jspecify.annotations.Nullable;

/** What operators send. Each body checks itself and becomes a value of the services. */
public final class Bodies {

    private static final int TITLE_CHARACTERS_MAX = 200;
    private static final int REASON_CHARACTERS_MAX = 2_000;
    private static final int IDENTIFIER_CHARACTERS_MAX = 1_000;

    private Bodies() {}

    /** A partner to be created. */
    @Schema(name = "NewPartner")
    public record NewPartner(
            @JsonProperty(required = true) PartnerId id,
            @JsonProperty(required = true) String title,
            @Nullable List<String> roles) {

        PartnerService.NewPartner checked() {
            present(id, "/id");
            return new PartnerService.NewPartner(
                    id, titleOf(title), Bodies.roles(roles, Roles.OF_PARTNERS, Roles.OF_PARTNERS));
        }
    }

    /** What can be changed of a partner. */
    @Schema(name = "PartnerChange")
    public record PartnerChange(
            @JsonProperty(required = true) String title,
            @JsonProperty(required = true) List<String> roles) {

        PartnerService.NewPartner checked(PartnerId id) {
            return new PartnerService.NewPartner(id, titleOf(title), Bodies.roles(roles, Roles.OF_PARTNERS, Set.of()));
        }
    }

    /** Why a partner is suspended. */
    @Schema(name = "Suspension")
    public record Suspension(@JsonProperty(required = true) String reason) {

        String checked() {
            return text(reason, "/reason", REASON_CHARACTERS_MAX);
        }
    }

    /** A community to be created. */
    @Schema(name = "NewCommunity")
    public record NewCommunity(
            @JsonProperty(required = true) CommunityId id,
            @JsonProperty(required = true) String title) {

        NewCommunity checked() {
            present(id, "/id");
            return new NewCommunity(id, titleOf(title));
        }
    }

    /** What can be changed of a community. */
    @Schema(name = "CommunityChange")
    public record CommunityChange(
            @JsonProperty(required = true) String title) {

        String checked() {
            return titleOf(title);
        }
    }

    /** An operator to be created. */
    @Schema(name = "NewOperator")
    public record NewOperator(
            @JsonProperty(required = true) OperatorId id,
            @JsonProperty(required = true) String title,
            @JsonProperty(required = true) List<String> roles) {

        OperatorService.NewOperator checked() {
            present(id, "/id");
            return new OperatorService.NewOperator(
                    id, titleOf(title), Bodies.roles(roles, Roles.OF_OPERATORS, Set.of()));
        }
    }

    /** What can be changed of an operator. */
    @Schema(name = "OperatorChange")
    public record OperatorChange(
            @JsonProperty(required = true) String title,
            @JsonProperty(required = true) List<String> roles) {

        OperatorService.NewOperator checked(OperatorId id) {
            return new OperatorService.NewOperator(
                    id, titleOf(title), Bodies.roles(roles, Roles.OF_OPERATORS, Set.of()));
        }
    }

    /** A policy to be proposed. */
    @Schema(name = "NewPolicyDraft")
    public record NewDraft(
            @Schema(ref = PolicySchema.PATH) @JsonProperty(required = true)
            JsonNode policy,

            @Schema(description = "Why, for the history: 1 to 2000 characters on one line")
            @JsonProperty(required = true)
            String reason) {

        PolicyDrafts.Proposal checked(Directory known) {
            present(policy, "/policy");
            String why = text(reason, "/reason", REASON_CHARACTERS_MAX);
            return new PolicyDrafts.Proposal(
                    PolicyDocument.read(policy, "/policy", known).orRefuse(), why);
        }
    }

    /** What a second person may say in favour. */
    @Schema(name = "PolicyApproval")
    public record Approval(@Nullable String reason) {

        Optional<String> checked() {
            return reason == null ? Optional.empty() : Optional.of(text(reason, "/reason", REASON_CHARACTERS_MAX));
        }
    }

    /** What a second person must say against. */
    @Schema(name = "PolicyRejection")
    public record Rejection(@JsonProperty(required = true) String reason) {

        String checked() {
            return text(reason, "/reason", REASON_CHARACTERS_MAX);
        }
    }

    /** A credential to be registered; which further fields it needs follows from the kind. */
    @Schema(name = "NewCredential")
    public record NewCredential(
            @Schema(enumeration = {"password", "token", "certificate"}) @JsonProperty(required = true)
            String kind,

            @Nullable String issuer,
            @Nullable String subject,
            @Nullable String fingerprint) {

        Credential.Kind checkedKind() {
            return Optional.ofNullable(kind)
                    .flatMap(Credential.Kind::ofLabel)
                    .orElseThrow(() -> ProblemException.invalidBody(
                            "/kind", "Expected \"password\", \"token\" or \"certificate\"."));
        }

        Credential.TokenSubject checkedToken() {
            return new Credential.TokenSubject(
                    text(issuer, "/issuer", IDENTIFIER_CHARACTERS_MAX),
                    text(subject, "/subject", IDENTIFIER_CHARACTERS_MAX));
        }

        Credential.Certificate checkedCertificate() {
            return Optional.ofNullable(fingerprint)
                    .flatMap(Fingerprint::tryParse)
                    .map(Credential.Certificate::new)
                    .orElseThrow(() -> ProblemException.invalidBody(
                            "/fingerprint", "Expected the SHA-256 of the certificate: 64 hex digits, colons allowed."));
        }
    }

    /** The body itself, or 400 where there is none. */
    static <T> T given(@Nullable T body) {
        if (body == null) {
            throw ProblemException.invalidBody("", "A JSON object is expected.");
        }
        return body;
    }

    private static void present(@Nullable Object value, String pointer) {
        if (value == null) {
            throw ProblemException.invalidBody(pointer, "This must not be null.");
        }
    }

    private static String titleOf(@Nullable String title) {
        return text(title, "/title", TITLE_CHARACTERS_MAX);
    }

    private static String text(@Nullable String text, String pointer, int charactersMax) {
        if (text == null
                || text.isBlank()
                || text.length() > charactersMax
                || text.chars().anyMatch(Character::isISOControl)) {
            throw ProblemException.invalidBody(pointer, "Expected 1 to " + charactersMax + " characters on one line.");
        }
        return text.strip();
    }

    private static Set<String> roles(@Nullable List<String> roles, Set<String> known, Set<String> whenAbsent) {
        if (roles == null) {
            return whenAbsent;
        }
        List<String> checked = new ArrayList<>();
        for (int index = 0; index < roles.size(); index++) {
            @Nullable String role = roles.get(index);
            if (role == null || !known.contains(role)) {
                throw ProblemException.invalidBody(
                        "/roles/" + index, "Expected one of " + String.join(", ", new TreeSet<>(known)) + ".");
            }
            checked.add(role);
        }
        return Set.copyOf(checked);
    }
}
