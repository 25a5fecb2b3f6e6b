package org.entente.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.entente.advisory.AdvisoriesResource;
import org.entente.advisory.AdvisoryAudience;
import org.entente.advisory.AdvisoryAudience.Member;
import org.entente.advisory.AdvisoryViews.AdvisoryView;
import org.entente.advisory.AdvisoryViews.VersionView;
import org.entente.advisory.DraftingResource;
import org.entente.advisory.GatheringResource;
import org.entente.advisory.KevEntry;
import org.entente.console.AdvisorySheet.GatheredRow;
import org.entente.http.ProblemException;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Brings together what is known of an advisory. Thread safe. */
@ApplicationScoped
class AdvisorySheets {

    private static final Logger LOG = Logger.getLogger(AdvisorySheets.class);

    private final AdvisoriesResource advisories;
    private final DraftingResource drafting;
    private final GatheringResource gathering;
    private final ObjectMapper json;

    AdvisorySheets(
            AdvisoriesResource advisories, DraftingResource drafting, GatheringResource gathering, ObjectMapper json) {
        this.advisories = advisories;
        this.drafting = drafting;
        this.gathering = gathering;
        this.json = json;
    }

    /** Who would get it, or why that cannot be said. */
    private record Forecast(@Nullable AdvisoryAudience audience, String unsaid) {}

    Uni<AdvisorySheet> of(String advisory) {
        return drafting.working(advisory)
                .chain(found -> Uni.combine()
                        .all()
                        .unis(drafting.versions(advisory), forecast(advisory), document(advisory))
                        .usingConcurrencyOf(1)
                        .with((versions, forecast, document) -> sheet(found, versions, forecast, document)));
    }

    /** Missing where there is none now: without it too the page must be there, to withdraw what is out. */
    private Uni<JsonNode> document(String advisory) {
        return advisories
                .preview(advisory, "json", null)
                .map(preview -> tree((byte[]) preview.getEntity()))
                .onFailure()
                .invoke(failure -> LOG.warnf(failure, "An advisory is shown without its preview; id=%s", advisory))
                .onFailure()
                .recoverWithItem(MissingNode.getInstance());
    }

    private Uni<Forecast> forecast(String advisory) {
        return gathering
                .audience(advisory)
                .map(audience -> new Forecast(audience, ""))
                .onFailure(ProblemException.class)
                .recoverWithItem(refused -> new Forecast(null, String.valueOf(refused.getMessage())));
    }

    private AdvisorySheet sheet(
            RestResponse<AdvisoryView> found, List<VersionView> versions, Forecast forecast, JsonNode document) {
        List<VersionView> newestFirst = new ArrayList<>(versions);
        Collections.reverse(newestFirst);
        return new AdvisorySheet(
                found.getEntity(),
                Pages.version(found),
                newestFirst,
                forecast.audience(),
                forecast.unsaid(),
                rows(found.getEntity(), forecast.audience(), document.path("objects")),
                kev(document.path("kev")),
                !document.isMissingNode());
    }

    private JsonNode tree(byte[] document) {
        try {
            return json.readTree(document);
        } catch (IOException e) {
            throw new UncheckedIOException("A preview that was written as JSON can be read", e);
        }
    }

    private Map<String, KevEntry> kev(JsonNode entries) {
        Map<String, KevEntry> kev = new HashMap<>();
        for (JsonNode entry : entries) {
            KevEntry read = json.convertValue(entry, KevEntry.class);
            kev.put(read.cve(), read);
        }
        return kev;
    }

    private static List<GatheredRow> rows(AdvisoryView advisory, @Nullable AdvisoryAudience audience, JsonNode lines) {
        Map<String, JsonNode> known = new HashMap<>();
        lines.forEach(line -> known.put(line.path("id").asText(), line));
        Map<String, Member> members = new HashMap<>();
        if (audience != null) {
            audience.gathered().forEach(member -> members.put(member.id(), member));
        }
        return advisory.gathered().stream()
                .map(object -> row(
                        object.id(),
                        known.getOrDefault(object.id(), MissingNode.getInstance()),
                        members.getOrDefault(object.id(), new Member(object.id(), null, 0, null))))
                .toList();
    }

    private static GatheredRow row(String id, JsonNode line, Member member) {
        return new GatheredRow(
                id,
                line.path("name").asText(),
                line.path("value").asText(),
                member.tlp(),
                member.trimmed(),
                member.without());
    }
}
