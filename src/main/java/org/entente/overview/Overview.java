package org.entente.overview;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.entente.party.PartnerId;
import org.jspecify.annotations.Nullable;

/**
 * How the exchange is doing.
 *
 * @param at when this was so
 * @param hours what came in by the hour (UTC), the last 24, oldest first
 * @param days what came in by the day (UTC), the last 14, oldest first
 * @param feeds partners that read, stopped ones first and then those furthest behind; at most 200
 * @param feedsAsOf when the relay kept its places last; absent before it has
 * @param queues what waits for somebody
 * @param recalls the oldest that somebody has not acknowledged; at most 20
 * @param indexes how far what follows the log has come
 */
@Schema(name = "Overview")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Overview(
        Instant at,
        List<Hour> hours,
        List<Day> days,
        List<Feed> feeds,
        @Nullable Instant feedsAsOf,
        List<Queue> queues,
        List<OpenRecall> recalls,
        List<Index> indexes) {

    /** @param received entries of the log that were added in the hour that begins then */
    @Schema(name = "OverviewHour")
    public record Hour(Instant from, long received) {}

    /**
     * @param received entries of the log that were added
     * @param released of them, to how many partners each goes in all, as policies are now; submitters not counted
     */
    @Schema(name = "OverviewDay")
    public record Day(LocalDate day, long received, long released) {}

    /**
     * One partner's topics.
     *
     * @param kafka {@code ready}, {@code pending}, {@code cut} or {@code cut_pending}
     * @param lag entries of the log its topics have not come to, whether or not it may have them; absent before the relay has
     *     kept a place
     * @param oldestSeconds the age of the first of these
     * @param stopped whether a quarantined record waits for a decision
     */
    @Schema(name = "OverviewFeed")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Feed(
            PartnerId partner,
            String title,
            String kafka,
            @Nullable Long lag,
            @Nullable Long oldestSeconds,
            boolean stopped) {}

    /**
     * Something that waits for operators or partners.
     *
     * @param name {@code reviews}, {@code quarantines}, {@code policy-drafts}, {@code advisories} or {@code recall-notices}
     * @param oldestSeconds for how long the first has waited; absent where nothing does
     */
    @Schema(name = "OverviewQueue")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Queue(String name, long waiting, @Nullable Long oldestSeconds) {}

    /** @param open partners that have not acknowledged it */
    @Schema(name = "OverviewRecall")
    public record OpenRecall(UUID id, String cause, Instant madeAt, long ageSeconds, long open) {}

    /** @param lag entries of the log it has not come to */
    @Schema(name = "OverviewIndex")
    public record Index(String name, long lag) {}
}
