package org.entente.recall;

import static org.entente.partner.Roles.ADMIN;
import static org.entente.partner.Roles.APPROVER;
import static org.entente.partner.Roles.AUDITOR;
import static org.entente.partner.Roles.CURATOR;
import static org.entente.partner.Roles.SUBSCRIBER;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.entente.http.Listing;
import org.entente.http.ProblemException;
import org.entente.partner.Caller.PartnerCaller;
import org.entente.partner.CurrentCaller;
import org.jspecify.annotations.Nullable;

/** What was recalled: for a partner what it is to drop, for operators who has not done so yet. */
@Path("/api/v1/recalls")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Recalls")
public class RecallsResource {

    private static final int NOTE_CHARACTERS_MAX = 2_000;

    private final Notices notices;
    private final CurrentCaller caller;

    RecallsResource(Notices notices, CurrentCaller caller) {
        this.notices = notices;
        this.caller = caller;
    }

    @GET
    @RolesAllowed({SUBSCRIBER, AUDITOR, CURATOR, APPROVER, ADMIN})
    @Operation(
            summary = "Recalls, newest first",
            description =
                    "A partner gets what it is to drop, with the first objects of each; operators get all recalls,"
                            + " with who has not acknowledged them.")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(oneOf = {Views.Notice[].class, Views.Recall[].class})))
    public Uni<Object> list(
            @Parameter(description = "Only those not acknowledged, by you or by anybody")
                    @QueryParam("open")
                    @DefaultValue("false")
                    String open,
            @QueryParam("limit") @DefaultValue(Listing.LIMIT_DEFAULT) int limit,
            @QueryParam("next") @Nullable String next) {
        Listing.Query query = Listing.Query.of(limit, next);
        boolean openOnly = isOpen(open);
        return caller.get() instanceof PartnerCaller partner
                ? notices.of(partner.partner(), openOnly, query).map(found -> found)
                : notices.recalls(openOnly, query).map(found -> found);
    }

    private static boolean isOpen(String text) {
        return switch (text) {
            case "true", "" -> true;
            case "false" -> false;
            default -> throw ProblemException.invalidParameter("open must be true or false.");
        };
    }

    @GET
    @Path("{recall}")
    @RolesAllowed({SUBSCRIBER, AUDITOR, CURATOR, APPROVER, ADMIN})
    @Operation(summary = "One recall", description = "A partner pages through the objects it is to drop.")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(oneOf = {Views.Notice.class, Views.Recall.class})))
    @APIResponse(responseCode = "404", description = "There is no such recall for you")
    public Uni<Object> one(
            String recall,
            @QueryParam("limit") @DefaultValue(Listing.LIMIT_DEFAULT) int limit,
            @QueryParam("next") @Nullable String next) {
        UUID id = id(recall);
        Listing.Query query = Listing.Query.of(limit, next);
        return caller.get() instanceof PartnerCaller partner
                ? notices.one(partner.partner(), id, query).map(found -> found)
                : notices.recall(id).map(found -> found);
    }

    /** What the partner says to it. */
    @Schema(name = "Acknowledgement")
    public record Acknowledgement(@Nullable String note) {}

    @POST
    @Path("{recall}/acknowledgements")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(SUBSCRIBER)
    @Operation(
            summary = "Say that everything a recall names was dropped",
            description = "The first acknowledgement counts; a further one changes nothing.")
    @APIResponse(
            responseCode = "200",
            description = "Acknowledged",
            content = @Content(schema = @Schema(implementation = Views.Notice.class)))
    @APIResponse(responseCode = "404", description = "There is no such recall for you")
    public Uni<Views.Notice> acknowledge(String recall, @Nullable Acknowledgement body) {
        return notices.acknowledge(caller.partnerCaller(), id(recall), note(body));
    }

    private static Optional<String> note(@Nullable Acknowledgement body) {
        String note = body == null || body.note() == null ? "" : body.note().strip();
        if (note.length() > NOTE_CHARACTERS_MAX) {
            throw ProblemException.invalidBody("/note", "At most " + NOTE_CHARACTERS_MAX + " characters.");
        }
        if (note.chars().anyMatch(c -> Character.isISOControl(c) && c != '\n')) {
            throw ProblemException.invalidBody("/note", "Must have no control characters but line ends.");
        }
        return Optional.of(note).filter(text -> !text.isEmpty());
    }

    /** What is no id cannot be the id of anything. */
    static UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException noId) {
            throw ProblemException.notFound();
        }
    }
}
