package org.entente.console;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.entente.console.Charts.Series;
import org.entente.overview.Overview;
import org.entente.overview.OverviewResource;
import org.entente.partner.Roles;

/** Where an operator begins: what came in and goes out, and what waits for somebody. */
@Path("/console")
@RolesAllowed({Roles.AUDITOR, Roles.CURATOR, Roles.APPROVER, Roles.ADMIN})
class OverviewPages {

    /** Those that stand or lag come first: what else there is of them need not be looked at every time. More where more stand. */
    private static final int FEEDS_SHOWN = 20;

    private static final DateTimeFormatter HOUR =
            DateTimeFormatter.ofPattern("HH:mm").withZone(ZoneOffset.UTC);

    private final Pages pages;
    private final OverviewResource overview;
    private final Charts charts;

    OverviewPages(Pages pages, OverviewResource overview, Charts charts) {
        this.pages = pages;
        this.overview = overview;
        this.charts = charts;
    }

    @CheckedTemplate(basePath = "console")
    static class Templates {
        static native TemplateInstance overview(
                Frame frame,
                Overview now,
                String hours,
                String days,
                List<Overview.Feed> firstFeeds,
                List<Overview.Feed> otherFeeds);
    }

    @GET
    public Uni<Response> overview(@Context UriInfo uri) {
        Frame frame = pages.frame(Section.OVERVIEW, "Overview");
        return overview.now(uri).chain(now -> {
            int stopped =
                    (int) now.feeds().stream().filter(Overview.Feed::stopped).count();
            int shown = Math.min(Math.max(FEEDS_SHOWN, stopped), now.feeds().size());
            return pages.show(Templates.overview(
                    frame,
                    now,
                    hours(now.hours()),
                    days(now.days()),
                    now.feeds().subList(0, shown),
                    now.feeds().subList(shown, now.feeds().size())));
        });
    }

    private String hours(List<Overview.Hour> hours) {
        return charts.bars(
                hours.stream().map(hour -> HOUR.format(hour.from())).toList(),
                List.of(new Series(
                        "received", hours.stream().map(Overview.Hour::received).toList())));
    }

    private String days(List<Overview.Day> days) {
        return charts.bars(
                days.stream().map(day -> day.day().toString()).toList(),
                List.of(
                        new Series(
                                "received",
                                days.stream().map(Overview.Day::received).toList()),
                        new Series(
                                "released, over all partners",
                                days.stream().map(Overview.Day::released).toList())));
    }
}
