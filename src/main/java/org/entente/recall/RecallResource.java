package org.entente.recall;

import static org.entente.partner.Roles.ADMIN;
import static org.entente.partner.Roles.CURATOR;
import static org.entente.partner.Roles.SUBMITTER;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.entente.http.ProblemException;
import org.entente.log.RecallAct;
import org.entente.log.RecallBook;
import org.entente.log.VersionFilter;
import org.entente.partner.AudienceReader;
import org.entente.partner.Caller;
import org.entente.partner.Caller.PartnerCaller;
import org.entente.partner.CurrentCaller;
import org.entente.partner.Directory.Member;
import org.entente.partner.Partners;
import org.entente.party.Audience;
import org.entente.party.PartnerId;
import org.entente.recall.Recalls.Done;
import org.entente.stix.StixId;
import org.jspecify.annotations.Nullable;

/** Takes back one object. */
@Path("/api/v1/objects/{object}/recall")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Recalls")
public class RecallResource {

    private static final int REASON_CHARACTERS_MAX = 2_000;

    private final Recalls recalls;
    private final RecallBook book;
    private final AudienceReader audiences;
    private final Partners partners;
    private final CurrentCaller caller;

    RecallResource(
            Recalls recalls, RecallBook book, AudienceReader audiences, Partners partners, CurrentCaller caller) {
        this.recalls = recalls;
        this.book = book;
        this.audiences = audiences;
        this.partners = partners;
        this.caller = caller;
    }

    /**
     * Why, and who may keep it.
     *
     * @param reason whoever has the object reads it
     * @param audience who may keep it; absent for nobody
     */
    @Schema(name = "RecallRequest")
    public record Request(@Nullable String reason, @Nullable Keepers audience) {}

    /** Whom an object is left to, as at its submission. */
    @Schema(name = "RecallAudience")
    public record Keepers(
            @Nullable List<String> communities,
            @Nullable List<String> partners,
            @Nullable List<String> exceptions,
            @Nullable List<String> exceptCommunities) {

        AudienceReader.Named named() {
            return new AudienceReader.Named(
                    given(communities), given(partners), given(exceptions), given(exceptCommunities));
        }

        private static List<String> given(@Nullable List<String> names) {
            return names == null ? List.of() : List.copyOf(names);
        }

        boolean isEmpty() {
            return named().equals(new AudienceReader.Named(List.of(), List.of(), List.of(), List.of()));
        }
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed({SUBMITTER, CURATOR, ADMIN})
    @Operation(
            summary = "Recall an object, from everybody or from some",
            description =
                    "A submitter recalls what it sent in itself, all versions of it; an operator what anybody did."
                            + " Without an audience nobody keeps it; with one, whoever it names. Whoever had it and may"
                            + " not keep it is told, on every feed, and no exit serves it to them when the answer arrives.")
    @APIResponse(
            responseCode = "201",
            description = "Recalled",
            content = @Content(schema = @Schema(implementation = Views.Made.class)))
    @APIResponse(
            responseCode = "200",
            description = "It was recalled so already",
            content = @Content(schema = @Schema(implementation = Views.Made.class)))
    @APIResponse(responseCode = "400", description = "The body cannot be read, or the audience is wider than before")
    @APIResponse(responseCode = "404", description = "There is no such object of yours")
    public Uni<Response> recall(String object, @Nullable Request body) {
        Caller by = caller.get();
        StixId id = StixId.tryParse(object).orElseThrow(ProblemException::notFound);
        String reason = reason(body);
        RecallOrder order = new RecallOrder(id, by, reason, audience(by, body), new VersionFilter.All());
        return recalls.recall(order).chain(done -> answer(order, done));
    }

    private static String reason(@Nullable Request body) {
        String reason =
                body == null || body.reason() == null ? "" : body.reason().strip();
        if (reason.isEmpty()) {
            throw ProblemException.invalidBody("/reason", "Whoever has the object needs a reason.");
        }
        if (reason.length() > REASON_CHARACTERS_MAX) {
            throw ProblemException.invalidBody("/reason", "At most " + REASON_CHARACTERS_MAX + " characters.");
        }
        if (reason.chars().anyMatch(c -> Character.isISOControl(c) && c != '\n')) {
            throw ProblemException.invalidBody("/reason", "Must have no control characters but line ends.");
        }
        return reason;
    }

    private Optional<Audience> audience(Caller by, @Nullable Request body) {
        Keepers keepers = body == null ? null : body.audience();
        if (keepers == null) {
            return Optional.empty();
        }
        if (keepers.isEmpty()) {
            throw ProblemException.invalidBody("/audience", "Name somebody, or leave it out to recall from everybody.");
        }
        return Optional.of(
                by instanceof PartnerCaller partner
                        ? audiences.read(partner.partner(), keepers.named())
                        : audiences.readAny(keepers.named()));
    }

    private Uni<Response> answer(RecallOrder order, Done done) {
        return done.act()
                .map(act -> Uni.createFrom()
                        .item(Response.status(Response.Status.CREATED)
                                .entity(made(order, act, done))
                                .build()))
                .orElseGet(() -> book.lastOf(order.object().toString(), order.submitter())
                        .map(last -> Response.ok(unchanged(order, last.map(RecallBook.Entry::act)))
                                .build()));
    }

    /** A submitter learns who got what it sent in only where its policy says so, and no number that would tell. */
    private Views.Made made(RecallOrder order, RecallAct act, Done done) {
        Set<PartnerId> losing = done.losing();
        boolean operator = order.submitter().isEmpty();
        boolean named = order.submitter()
                .flatMap(partners.current()::partner)
                .map(Member::policy)
                .map(policy -> policy.from().recipientsNamed())
                .orElse(operator);
        List<PartnerId> told = operator && !done.underWay()
                ? done.notices().stream()
                        .map(RecallAct.Notice::partner)
                        .sorted()
                        .toList()
                : List.copyOf(losing);
        boolean counted = named || !done.picked() && order.audience().isEmpty();
        return new Views.Made(
                act.id(),
                order.object().toString(),
                act.cause().label(),
                act.reason(),
                act.madeAt(),
                true,
                counted ? told.size() : null,
                named ? told : null,
                operator && done.underWay() ? true : null);
    }

    private static Views.Made unchanged(RecallOrder order, Optional<RecallAct> last) {
        return new Views.Made(
                last.map(RecallAct::id).orElse(null),
                order.object().toString(),
                last.map(act -> act.cause().label()).orElse(null),
                last.map(RecallAct::reason).orElse(null),
                last.map(RecallAct::madeAt).orElse(null),
                false,
                null,
                null,
                null);
    }
}
