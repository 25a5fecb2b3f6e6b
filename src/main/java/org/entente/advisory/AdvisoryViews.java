package org.entente.advisory;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.entente.advisory.Advisory.Event;
import org.entente.advisory.Wording.GatheredObject;
import org.entente.advisory.Wording.Names;
import org.entente.http.ProblemException;
import org.entente.partner.AudienceReader;
import org.entente.party.OperatorId;
import org.jspecify.annotations.Nullable;

/** What operators send and get. */
public final class AdvisoryViews {

    private static final int REASON_MAX = 2_000;

    private AdvisoryViews() {}

    /**
     * An advisory to be written.
     *
     * @param audience whom it is for; absent for whoever policies allow, up to TLP:GREEN
     * @param gathered ids of objects of the log; absent for those it has
     * @param reason why, for the history
     */
    @Schema(name = "NewAdvisory")
    public record NewAdvisory(
            @JsonProperty(required = true) AdvisoryContent content,
            @Nullable Names audience,
            @Nullable List<GatheredObject> gathered,
            @Nullable String reason) {

        Wording checked(AudienceReader audiences, List<GatheredObject> otherwise) {
            if (content == null) {
                throw ProblemException.invalidBody("/content", "This must not be null.");
            }
            Printing.checkNesting(content);
            Names named = audience == null ? Names.NOBODY_NAMED : audience;
            AudienceReader.Named asked = new AudienceReader.Named(
                    named.communities(), named.partners(), named.exceptions(), named.exceptCommunities());
            try {
                return new Wording(content, audiences.readAny(asked), gathered == null ? otherwise : gathered);
            } catch (IllegalArgumentException unfit) {
                throw ProblemException.invalidBody("/audience", String.valueOf(unfit.getMessage()));
            }
        }

        Optional<String> why() {
            return reason == null ? Optional.empty() : Optional.of(checkedReason(reason));
        }
    }

    /** Why something is done. */
    @Schema(name = "AdvisoryReason")
    public record Reason(@Nullable String reason) {

        Optional<String> optional() {
            return reason == null ? Optional.empty() : Optional.of(checkedReason(reason));
        }

        String needed() {
            return checkedReason(reason);
        }
    }

    static String checkedReason(@Nullable String reason) {
        try {
            return Checks.line("reason", reason, REASON_MAX);
        } catch (IllegalArgumentException unfit) {
            throw ProblemException.invalidBody("/reason", String.valueOf(unfit.getMessage()));
        }
    }

    /**
     * An advisory as operators see it.
     *
     * @param sha256 of the content in canonical JSON (RFC 8785)
     * @param published the newest version that partners have; absent while there is none
     */
    @Schema(name = "Advisory")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record AdvisoryView(
            TrackingId trackingId,
            String reportId,
            String state,
            long version,
            @Nullable Long published,
            long revision,
            AdvisoryContent content,
            Names audience,
            List<GatheredObject> gathered,
            String sha256,
            Instant createdAt,
            Instant changedAt,
            @Nullable List<EventView> history) {

        static AdvisoryView of(Advisory advisory) {
            return of(advisory, advisory.history().stream().map(EventView::of).toList());
        }

        static AdvisoryView listed(Advisory advisory) {
            return of(advisory, null);
        }

        private static AdvisoryView of(Advisory advisory, @Nullable List<EventView> history) {
            return new AdvisoryView(
                    advisory.trackingId(),
                    advisory.reportId().toString(),
                    advisory.state().label(),
                    advisory.version(),
                    advisory.published().isPresent() ? advisory.published().getAsLong() : null,
                    advisory.revision(),
                    advisory.wording().content(),
                    Names.of(advisory.wording().audience()),
                    advisory.wording().gathered(),
                    advisory.digest(),
                    advisory.createdAt(),
                    advisory.changedAt(),
                    history);
        }
    }

    /** Something that was done. */
    @Schema(name = "AdvisoryEvent")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record EventView(
            long number,
            long version,
            String action,
            OperatorId by,
            Instant at,
            @Nullable String reason) {

        static EventView of(Event event) {
            return new EventView(
                    event.number(),
                    event.version(),
                    event.action().label(),
                    event.by(),
                    event.at(),
                    event.reason().orElse(null));
        }
    }

    /** One version. */
    @Schema(name = "AdvisoryVersion")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record VersionView(
            long version,
            AdvisoryContent content,
            Names audience,
            List<GatheredObject> gathered,
            String sha256,
            @Nullable OperatorId approvedBy,
            @Nullable Instant publishedAt) {

        static VersionView of(Version version) {
            return new VersionView(
                    version.number(),
                    version.wording().content(),
                    Names.of(version.wording().audience()),
                    version.wording().gathered(),
                    version.digest(),
                    version.approvedBy().orElse(null),
                    version.publishedAt().orElse(null));
        }
    }
}
