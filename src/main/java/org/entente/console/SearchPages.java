package org.entente.console;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import org.entente.partner.Roles;
import org.entente.search.Hit;
import org.entente.search.SearchAnswer;
import org.entente.search.SearchResource;
import org.jspecify.annotations.Nullable;

/** Anything in the exchange, found by what it says. */
@Path("/console/search")
@RolesAllowed({Roles.AUDITOR, Roles.CURATOR, Roles.APPROVER, Roles.ADMIN})
class SearchPages {

    private final Pages pages;
    private final SearchResource search;

    SearchPages(Pages pages, SearchResource search) {
        this.pages = pages;
        this.search = search;
    }

    /** What is asked for, as it stands in the fields. */
    public record Question(String q, String type, String tlp, String sector, String submitter, String since) {

        private static final String ROOT = "/console/search?q=";

        /** The same question narrowed by one value of a facet. */
        public String with(String facet, String value) {
            return new Question(
                            q,
                            facet.equals("type") ? value : type,
                            facet.equals("tlp") ? value : tlp,
                            facet.equals("sector") ? value : sector,
                            facet.equals("submitter") ? value : submitter,
                            since)
                    .href();
        }

        /** The address of its first page. */
        public String href() {
            return ROOT
                    + Words.urlEncoded(q)
                    + "&type=" + Words.urlEncoded(type)
                    + "&tlp=" + Words.urlEncoded(tlp)
                    + "&sector=" + Words.urlEncoded(sector)
                    + "&submitter=" + Words.urlEncoded(submitter)
                    + "&since=" + Words.urlEncoded(since);
        }

        /** Whether the facet's value is asked for already. */
        public boolean asks(String facet, String value) {
            return switch (facet) {
                case "type" -> type.equals(value);
                case "tlp" -> tlp.equals(value);
                case "sector" -> sector.equals(value);
                default -> submitter.equals(value);
            };
        }
    }

    @CheckedTemplate(basePath = "console")
    static class Templates {
        static native TemplateInstance search(Frame frame, SearchAnswer found, Question question);
    }

    @GET
    public Uni<Response> find(
            @QueryParam("q") @DefaultValue("") String q,
            @QueryParam("type") @DefaultValue("") String type,
            @QueryParam("tlp") @DefaultValue("") String tlp,
            @QueryParam("sector") @DefaultValue("") String sector,
            @QueryParam("submitter") @DefaultValue("") String submitter,
            @QueryParam("since") @DefaultValue("") String since,
            @QueryParam("next") @Nullable String next,
            @Context UriInfo uri) {
        Frame frame = pages.frame(Section.SEARCH, "Search");
        Question question =
                new Question(q.strip(), type.strip(), tlp.strip(), sector.strip(), submitter.strip(), since.strip());
        return pages.attempt(
                frame,
                () -> search.find(
                                Pages.given(question.q()),
                                Pages.given(question.type()),
                                Pages.given(question.tlp()),
                                Pages.given(question.sector()),
                                Pages.given(question.submitter()),
                                Pages.given(question.since()),
                                Pages.ROWS,
                                next,
                                uri)
                        .map(found -> Templates.search(
                                frame.marked(
                                        Pages.highest(found.items().stream().map(Hit::tlp))),
                                found,
                                question))
                        .chain(pages::show),
                noticed -> Uni.createFrom()
                        .item(Templates.search(noticed, new SearchAnswer(List.of(), null, null, null), question)));
    }
}
