package org.entente.advisory;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.entente.http.Listing;
import org.entente.http.ProblemException;
import org.entente.party.PartnerId;
import org.jspecify.annotations.Nullable;

/** Lists the advisories a partner has. Made of what was released to it alone, so that it tells nothing of any other. */
@ApplicationScoped
class ReadersListing {

    /** Read of the log at a time, whatever the page: a page goes on until it is full, or it would tell what was passed over. */
    private static final int CHUNK = 200;

    private final AdvisoryShelf shelf;

    ReadersListing(AdvisoryShelf shelf) {
        this.shelf = shelf;
    }

    /**
     * One that a partner has, as far as its report says so to it.
     *
     * @param reportId as the partner knows it
     * @param sha256 of its content
     */
    @Schema(name = "PublishedAdvisoryItem")
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record Item(
            TrackingId trackingId,
            @Nullable Long version,
            String reportId,
            @Nullable String title,
            String tlp,
            List<String> cves,
            @Nullable String published,
            @Nullable String modified,
            @Nullable String sha256,
            Instant dateAdded) {

        static Optional<Item> of(Held held) {
            JsonNode report = held.report();
            return held.trackingId()
                    .map(id -> new Item(
                            id,
                            held.extension().path("version").asLong(),
                            held.released().id().toString(),
                            text(report, "name"),
                            held.released().tlp().label(),
                            cves(report),
                            text(report, "published"),
                            text(report, "modified"),
                            text(held.extension(), "content_sha256"),
                            held.released().dateAdded()));
        }

        private static List<String> cves(JsonNode report) {
            return StreamSupport.stream(report.path("external_references").spliterator(), false)
                    .filter(reference -> reference.path("source_name").asText().equals("cve"))
                    .map(reference -> reference.path("external_id").asText())
                    .toList();
        }

        private static @Nullable String text(JsonNode object, String property) {
            JsonNode value = object.path(property);
            return value.isTextual() ? value.textValue() : null;
        }
    }

    Uni<Listing<Item>> of(PartnerId reader, Optional<String> cve, Optional<String> text, Listing.Query query) {
        return fill(new ArrayList<>(), reader, new Asked(cve, text, query.limit() + 1), place(query))
                .map(found -> Listing.first(
                        found, query.limit(), item -> item.dateAdded().toString()));
    }

    private record Asked(Optional<String> cve, Optional<String> text, int wanted) {

        boolean fits(Held held) {
            return cve.map(held::names).orElse(true) && text.map(held::says).orElse(true);
        }
    }

    private Uni<List<Item>> fill(List<Item> found, PartnerId reader, Asked asked, Optional<Instant> after) {
        return shelf.list(reader, after, CHUNK).chain(chunk -> {
            for (Held held : chunk.held()) {
                if (found.size() < asked.wanted() && asked.fits(held)) {
                    Item.of(held).ifPresent(found::add);
                }
            }
            return chunk.next().isEmpty() || found.size() >= asked.wanted()
                    ? Uni.createFrom().item(found)
                    : fill(found, reader, asked, chunk.next());
        });
    }

    private static Optional<Instant> place(Listing.Query query) {
        try {
            return query.after().isEmpty() ? Optional.empty() : Optional.of(Instant.parse(query.after()));
        } catch (DateTimeException foreign) {
            throw ProblemException.invalidParameter("next must be given back as it was received.");
        }
    }
}
