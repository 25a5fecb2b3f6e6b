package org.entente.advisory;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.entente.advisory.AdvisoryShelf.Read;
import org.entente.advisory.RenderedPages.Key;
import org.entente.advisory.Wording.GatheredObject;
import org.entente.advisory.render.HtmlPage;
import org.entente.advisory.render.MarkdownPage;
import org.entente.advisory.render.ObjectLine;
import org.entente.advisory.render.PdfPage;
import org.entente.advisory.render.Rendition;
import org.entente.http.ProblemException;
import org.entente.http.ProblemType;
import org.entente.log.KnownContent;
import org.entente.log.LogWriter;
import org.entente.party.PartnerId;
import org.entente.release.Released;
import org.entente.stix.StixId;
import org.jspecify.annotations.Nullable;

/** Renders advisories for whoever may have them. Thread safe. */
@ApplicationScoped
public class Renderings {

    private final AdvisoryShelf shelf;
    private final Publications publications;
    private final LogWriter log;
    private final Kev kev;
    private final AdvisoryConfig config;
    private final ObjectMapper json;
    private final RenderThreads threads;
    private final PdfPage pdf;
    private final RenderedPages pages = new RenderedPages();

    Renderings(
            AdvisoryShelf shelf,
            Publications publications,
            LogWriter log,
            Kev kev,
            AdvisoryConfig config,
            ObjectMapper json,
            RenderThreads threads) {
        this.shelf = shelf;
        this.publications = publications;
        this.log = log;
        this.kev = kev;
        this.config = config;
        this.json = json;
        this.threads = threads;
        this.pdf = new PdfPage(config.fonts());
    }

    /**
     * Bytes with what to serve them as.
     *
     * @param sha256 of the advisory's content; empty where the reader's view removed some of that
     */
    record Rendered(Format format, byte[] content, Optional<String> sha256) {}

    /**
     * An advisory for machines of partners.
     *
     * @param reportId as the reader knows it
     * @param sha256 of {@code content} in canonical JSON (RFC 8785)
     * @param objects those of its objects that the reader has
     */
    @Schema(name = "PublishedAdvisory")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Document(
            TrackingId trackingId,
            long version,
            @Nullable String reportId,
            String publisher,
            @Nullable Instant published,
            @Nullable Instant modified,
            String sha256,
            AdvisoryContent content,
            List<ObjectLine> objects,
            List<KevEntry> kev) {}

    /** For a partner, or 404; 406 where its own view has no text to render. */
    Uni<Rendered> forPartner(PartnerId reader, TrackingId id, Format format) {
        return shelf.read(reader, id).chain(read -> {
            Version version = read.version();
            if (format == Format.STIX) {
                return Uni.createFrom()
                        .item(new Rendered(
                                format,
                                read.held().released().content(),
                                Optional.of(version.digest())
                                        .filter(any -> read.held().whole())));
            }
            if (!read.held().whole()) {
                throw new ProblemException(
                        ProblemType.NOT_ACCEPTABLE,
                        "By your policy parts of it are removed for you; it is there as " + Format.STIX.mediaType()
                                + " only.");
            }
            return rendered(version, lines(read.objects()), Optional.of(read), format);
        });
    }

    private static List<ObjectLine> lines(List<Released> objects) {
        return objects.stream()
                .map(object -> ObjectLine.of(object.id().toString(), object.id().type(), object.content()))
                .sorted(Comparator.comparing(ObjectLine::type).thenComparing(ObjectLine::id))
                .toList();
    }

    /**
     * For operators: a version as it is, with all it gathers or, for a partner, with what that one has of it now.
     *
     * @param reader empty for all of it
     */
    Uni<Rendered> preview(Advisory advisory, Version version, Optional<PartnerId> reader, Format format) {
        if (format == Format.STIX) {
            return publications
                    .prepare(advisory)
                    .map(prepared -> new Rendered(format, prepared.report().content(), Optional.of(version.digest())));
        }
        Set<StixId> ids = version.wording().gathered().stream()
                .map(GatheredObject::stixId)
                .collect(Collectors.toSet());
        return reader.map(partner -> shelf.objects(partner, ids).map(Renderings::lines))
                .orElseGet(() -> all(ids))
                .chain(lines -> rendered(version, lines, Optional.empty(), format));
    }

    /** The newest content of each. */
    private Uni<List<ObjectLine>> all(Set<StixId> ids) {
        return ids.isEmpty()
                ? Uni.createFrom().item(List.of())
                : log.known(ids, PartnerId.EXCHANGE).chain(known -> {
                    Map<Long, StixId> newest = newest(known);
                    return log.contents(newest.keySet()).map(contents -> {
                        List<ObjectLine> lines = new ArrayList<>();
                        contents.forEach((number, bytes) -> {
                            StixId id = newest.get(number);
                            if (id != null) {
                                lines.add(ObjectLine.of(id.toString(), id.type(), bytes));
                            }
                        });
                        lines.sort(Comparator.comparing(ObjectLine::type).thenComparing(ObjectLine::id));
                        return lines;
                    });
                });
    }

    static Map<Long, StixId> newest(Map<StixId, List<KnownContent>> known) {
        return known.entrySet().stream()
                .flatMap(each -> each.getValue().stream()
                        .filter(content -> !content.classes().isEmpty())
                        .max(Comparator.comparing(KnownContent::version))
                        .stream())
                .collect(Collectors.toMap(KnownContent::contentId, KnownContent::id));
    }

    private Uni<Rendered> rendered(Version version, List<ObjectLine> lines, Optional<Read> read, Format format) {
        return kev.of(new HashSet<>(version.wording().content().cves()))
                .map(exploited -> new Rendition(
                        version.trackingId(),
                        version.number(),
                        config.publisher().name(),
                        version.digest(),
                        version.createdAt(),
                        version.publishedAt(),
                        version.wording().content(),
                        lines,
                        exploited))
                // Making and digesting the JSON is too much work for an event loop.
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .chain(rendition -> bytes(rendition, read, format))
                .map(content -> new Rendered(format, content, Optional.of(version.digest())));
    }

    private Uni<byte[]> bytes(Rendition rendition, Optional<Read> read, Format format) {
        return switch (format) {
            case HTML -> page(rendition, read, format, () -> HtmlPage.of(rendition));
            case MARKDOWN -> page(rendition, read, format, () -> MarkdownPage.of(rendition));
            case PDF -> page(rendition, read, format, () -> pdf.of(rendition));
            case JSON, STIX -> Uni.createFrom().item(document(rendition, read));
        };
    }

    /** What is there already takes nobody's place among those that wait. */
    private Uni<byte[]> page(Rendition rendition, Optional<Read> read, Format format, Supplier<byte[]> rendering) {
        Optional<PartnerId> reader = read.map(one -> one.held().released().recipient());
        Key key = Key.of(reader, format, document(rendition, Optional.empty()));
        return pages.find(key)
                .map(page -> Uni.createFrom().item(page))
                .orElseGet(() -> threads.run(reader, () -> pages.page(key, rendering)));
    }

    private byte[] document(Rendition rendition, Optional<Read> read) {
        try {
            return json.writeValueAsBytes(new Document(
                    rendition.trackingId(),
                    rendition.version(),
                    read.map(one -> one.held().released().id().toString()).orElse(null),
                    rendition.publisher(),
                    rendition.published().orElse(null),
                    rendition.modified().orElse(null),
                    rendition.sha256(),
                    rendition.content().withoutSource(),
                    rendition.objects(),
                    rendition.kev().values().stream()
                            .sorted(Comparator.comparing(KevEntry::cve))
                            .toList()));
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("An advisory always has a JSON form", broken);
        }
    }
}
