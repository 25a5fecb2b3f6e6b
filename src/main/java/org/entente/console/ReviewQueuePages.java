package org.entente.console;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.entente.http.Listing;
import org.entente.http.ProblemException;
import org.entente.intake.HeldObject;
import org.entente.intake.ReviewQueue.Counts;
import org.entente.partner.Roles;
import org.entente.review.Bulk;
import org.entente.review.BulkResource;
import org.entente.review.ReviewsResource;
import org.entente.review.ReviewsResource.Sought;
import org.jspecify.annotations.Nullable;

/** What is held for review, and the same decision on many of it. */
@Path("/console/reviews")
@RolesAllowed({Roles.AUDITOR, Roles.CURATOR, Roles.APPROVER, Roles.ADMIN})
class ReviewQueuePages {

    private static final String TITLE = "Review queue";
    private static final String OPEN = "open";

    private final Pages pages;
    private final ReviewsResource reviews;
    private final BulkResource bulk;

    ReviewQueuePages(Pages pages, ReviewsResource reviews, BulkResource bulk) {
        this.pages = pages;
        this.reviews = reviews;
        this.bulk = bulk;
    }

    /**
     * What the queue was asked for, as it stands in its fields.
     *
     * @param next the place to go on at; empty for the first page
     */
    public record Filter(String state, String submitter, String type, String tlp, String text, String next) {

        private static final Filter NONE = new Filter(OPEN, "", "", "", "", "");

        static Filter of(Form form) {
            return new Filter(
                    form.text("state", OPEN),
                    form.text("submitter"),
                    form.text("type"),
                    form.text("tlp"),
                    form.text("text"),
                    form.text("next"));
        }

        private Sought sought() {
            return new Sought(given(submitter), given(type), given(tlp), null, null, null, given(text));
        }

        private static @Nullable String given(String text) {
            return text.isEmpty() ? null : text;
        }
    }

    @CheckedTemplate(basePath = "console")
    static class Templates {
        static native TemplateInstance reviews(
                Frame frame, Listing<HeldObject> found, Counts counts, Filter filter, Form form);

        static native TemplateInstance reviewBulk(Frame frame, Bulk.Preview preview, String words, String days);

        static native TemplateInstance reviewBulkDone(Frame frame, Bulk.Result result);
    }

    @GET
    public Uni<Response> list(
            @QueryParam("state") @DefaultValue(OPEN) String state,
            @QueryParam("submitter") @DefaultValue("") String submitter,
            @QueryParam("type") @DefaultValue("") String type,
            @QueryParam("tlp") @DefaultValue("") String tlp,
            @QueryParam("text") @DefaultValue("") String text,
            @QueryParam("next") @DefaultValue("") String next) {
        Filter filter =
                new Filter(state.strip(), submitter.strip(), type.strip(), tlp.strip(), text.strip(), next.strip());
        Frame frame = pages.frame(Section.REVIEWS, TITLE);
        return pages.attempt(
                frame,
                () -> list(frame, filter, Form.EMPTY).chain(pages::show),
                noticed -> reviews.counts(Filter.NONE.sought())
                        .map(counts -> Templates.reviews(
                                noticed, new Listing<>(List.of(), null), counts, filter, Form.EMPTY)));
    }

    private Uni<TemplateInstance> list(Frame frame, Filter filter, Form form) {
        Sought sought = filter.sought();
        return reviews.list(filter.state(), sought, Listing.Query.of(Pages.ROWS, Filter.given(filter.next())))
                .chain(found -> reviews.counts(sought)
                        .map(counts -> Templates.reviews(
                                frame.marked(
                                        Pages.highest(found.items().stream().map(HeldObject::tlp))),
                                found,
                                counts,
                                filter,
                                form)));
    }

    @POST
    @Path("bulk/preview")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @RolesAllowed({Roles.CURATOR, Roles.APPROVER})
    public Uni<Response> preview() {
        Form form = pages.form();
        Frame frame = pages.frame(Section.REVIEWS, "Before it is done");
        return pages.attempt(
                pages.frame(Section.REVIEWS, TITLE),
                () -> bulk.preview(request(form))
                        .map(preview -> Templates.reviewBulk(
                                frame.marked(
                                        Pages.highest(preview.items().stream().map(Bulk.PreviewItem::tlp))),
                                preview,
                                form.text("words"),
                                form.text("days")))
                        .chain(pages::show),
                noticed -> list(noticed, Filter.of(form), form)
                        // A filter that was changed by hand.
                        .onFailure(ProblemException.class)
                        .recoverWithUni(() -> list(noticed, Filter.NONE, form)));
    }

    private Bulk.Request request(Form form) {
        Map<String, Object> fields = new HashMap<>();
        fields.put("action", form.text("action"));
        fields.put("words", form.text("words"));
        fields.put("items", form.all("item"));
        if (form.has("action", "ask")) {
            fields.put("expiresIn", "P" + form.text("days") + "D");
        }
        return pages.body(Bulk.Request.class, fields);
    }

    @POST
    @Path("bulk/execution")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @RolesAllowed({Roles.CURATOR, Roles.APPROVER})
    public Uni<Response> carryOut() {
        Form form = pages.form();
        Frame frame = pages.frame(Section.REVIEWS, "What came of it");
        return pages.attempt(
                pages.frame(Section.REVIEWS, TITLE),
                () -> bulk.carryOut(pages.body(BulkResource.Token.class, Map.of("token", form.text("preview"))))
                        .chain(result -> pages.show(Templates.reviewBulkDone(frame, result))),
                noticed -> list(noticed, Filter.NONE, form));
    }
}
