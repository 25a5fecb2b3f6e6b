package org.entente.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.entente.explain.ObjectAudience;
import org.entente.http.Listing;
import org.entente.http.ProblemException;
import org.entente.http.ProblemType;
import org.entente.intake.HeldObject;
import org.entente.intake.ReviewEvent;
import org.entente.partner.Roles;
import org.entente.review.Comparison;
import org.entente.review.Requested;
import org.entente.review.ReviewResource;
import org.entente.review.ReviewsResource;
import org.jspecify.annotations.Nullable;

/** One held object beside what is known, and a decision on it. */
@Path("/console/reviews")
@RolesAllowed({Roles.AUDITOR, Roles.CURATOR, Roles.APPROVER, Roles.ADMIN})
class ReviewPages {

    private static final Comparison NOTHING =
            new Comparison(List.of(), List.of(), List.of(), List.of(), null, List.of(), null);

    private final Pages pages;
    private final ReviewResource reviews;
    private final ReviewsResource queue;
    private final ObjectMapper json;

    ReviewPages(Pages pages, ReviewResource reviews, ReviewsResource queue, ObjectMapper json) {
        this.pages = pages;
        this.reviews = reviews;
        this.queue = queue;
        this.json = json;
    }

    /** One property of the object as it was submitted. */
    public record Property(String name, JsonNode value) {}

    /**
     * What is seen of it.
     *
     * @param version to be given back with a decision
     * @param properties all of them; none once it was refused
     * @param audience who would get it if it were released now; without assertions where it cannot be
     */
    public record Seen(
            HeldObject object,
            String version,
            StixSummary summary,
            List<Property> properties,
            Comparison comparison,
            ObjectAudience audience) {}

    @CheckedTemplate(basePath = "console")
    static class Templates {
        static native TemplateInstance review(Frame frame, Seen seen, Listing<ReviewEvent> history, Form form);
    }

    @GET
    @Path("{id}")
    public Uni<Response> one(String id) {
        return one(frame(), id, Form.EMPTY).chain(pages::show);
    }

    private Frame frame() {
        return pages.frame(Section.REVIEWS, "Held object");
    }

    private Uni<TemplateInstance> one(Frame frame, String id, Form form) {
        return reviews.one(id)
                .chain(answer -> seen(id, answer))
                .chain(seen -> queue.history(id, Listing.Query.of(Listing.LIMIT_MAX, null))
                        .map(history -> Templates.review(marked(frame, seen), seen, history, form)));
    }

    private Uni<Seen> seen(String id, Response answer) {
        HeldObject object = (HeldObject) answer.getEntity();
        String version = answer.getHeaderString(HttpHeaders.ETAG);
        @Nullable String content = object.object();
        if (content == null) {
            StixSummary none = new StixSummary(object.stixId().type(), object.title(), "", "");
            return Uni.createFrom()
                    .item(new Seen(object, version, none, List.of(), NOTHING, audience(object, NOTHING)));
        }
        return comparison(id, object)
                .map(comparison -> new Seen(
                        object,
                        version,
                        StixSummary.of(json, content),
                        properties(content),
                        comparison,
                        audience(object, comparison)));
    }

    /** What is released is known: it would be compared with itself. */
    private Uni<Comparison> comparison(String id, HeldObject object) {
        return object.isOpen() ? reviews.comparison(id) : Uni.createFrom().item(NOTHING);
    }

    private static ObjectAudience audience(HeldObject object, Comparison comparison) {
        ObjectAudience.@Nullable Assertion audience = comparison.audience();
        return new ObjectAudience(object.objectId(), audience == null ? List.of() : List.of(audience));
    }

    private List<Property> properties(String content) {
        try {
            List<Property> properties = new ArrayList<>();
            json.readTree(content)
                    .fields()
                    .forEachRemaining(field -> properties.add(new Property(field.getKey(), field.getValue())));
            return properties;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("What was taken in can be read", e);
        }
    }

    /** What it is compared with may be more restricted than itself. */
    private static Frame marked(Frame frame, Seen seen) {
        Comparison beside = seen.comparison();
        Stream<@Nullable String> known = Stream.of(beside.versions(), beside.observable(), beside.patterns())
                .flatMap(List::stream)
                .map(Comparison.Known::tlp);
        Stream<@Nullable String> held = Stream.concat(
                Stream.ofNullable(seen.object().tlp()), beside.held().stream().map(Comparison.Other::tlp));
        return frame.marked(Pages.highest(Stream.concat(known, held)));
    }

    @POST
    @Path("{id}")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @RolesAllowed({Roles.CURATOR, Roles.APPROVER})
    public Uni<Response> decide(String id) {
        Form form = pages.form();
        return pages.attempt(
                frame(),
                () -> {
                    Deed deed = deed(id, form);
                    return deed.act()
                            .get()
                            .map(answer -> Pages.seeOther(Section.REVIEWS.href() + "/" + id, deed.done()));
                },
                noticed -> one(noticed, id, form));
    }

    private record Deed(Done done, Supplier<Uni<Response>> act) {}

    private Deed deed(String id, Form form) {
        String seen = form.text("version");
        return switch (form.text("deed")) {
            case "release" ->
                new Deed(
                        Done.RELEASED,
                        () -> reviews.decide(id, new Requested.Decision("release", form.text("releaseReason")), seen));
            case "refuse" ->
                new Deed(
                        Done.REFUSED,
                        () -> reviews.decide(id, new Requested.Decision("refuse", form.text("refuseReason")), seen));
            case "narrow" ->
                new Deed(
                        Done.NARROWED,
                        () -> reviews.narrow(
                                id,
                                new Requested.AudienceChange(
                                        recipients(form, "narrow"), form.text("narrowReason"), null),
                                seen));
            case "consent" ->
                new Deed(
                        Done.ASKED,
                        () -> reviews.askConsent(
                                id,
                                new Requested.AudienceChange(
                                        recipients(form, "consent"),
                                        form.text("consentReason"),
                                        days(form, "consentDays")),
                                seen));
            case "ask" ->
                new Deed(
                        Done.ASKED,
                        () -> reviews.ask(
                                id, new Requested.NewQuestion(form.text("question"), days(form, "askDays")), seen));
            case "withdraw" -> new Deed(Done.TAKEN_BACK, () -> reviews.withdraw(id, seen));
            default ->
                throw new ProblemException(ProblemType.BAD_REQUEST, "Nothing of the kind is done to a held object.");
        };
    }

    private static Requested.Recipients recipients(Form form, String prefix) {
        return new Requested.Recipients(
                form.names(prefix + "Communities"),
                form.names(prefix + "Partners"),
                form.names(prefix + "Exceptions"),
                form.names(prefix + "ExceptCommunities"));
    }

    private static String days(Form form, String field) {
        return "P" + form.text(field) + "D";
    }
}
