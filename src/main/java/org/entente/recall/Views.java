package org.entente.recall;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.entente.party.PartnerId;
import org.entente.release.Recalled;
import org.jspecify.annotations.Nullable;

/** The bodies of this package's answers. */
public final class Views {

    private Views() {}

    /**
     * What came of a recall.
     *
     * @param changed false where everything was recalled already
     * @param told how many partners had it from you and were told to drop it; absent where a number would tell who
     * @param partners who was told, for operators and where your policy says {@code "recipients": "named"}
     * @param underWay for operators, true where so much is recalled that not everybody is told yet; it is in force for all. A
     *     submitter would learn from it how much of others refers to the object
     */
    @Schema(name = "RecallMade")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Made(
            @Nullable UUID id,
            String object,
            @Nullable String cause,
            @Nullable String reason,
            @Nullable Instant madeAt,
            boolean changed,
            @Nullable Integer told,
            @Nullable List<PartnerId> partners,
            @Nullable Boolean underWay) {}

    /**
     * An object to be dropped.
     *
     * @param id as you know it
     * @param version absent for an object without versions
     * @param feed where you got it
     */
    @Schema(name = "RecalledObject")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Item(String id, @Nullable Instant version, String feed) {

        static Item of(Recalled recalled) {
            return new Item(
                    recalled.id().toString(),
                    recalled.version().orElse(null),
                    recalled.feed().label());
        }
    }

    /**
     * What a partner is told of a recall.
     *
     * @param objectCount of all objects
     * @param objects the first of them, or the page asked for
     * @param next for the following page of objects; absent on the last
     */
    @Schema(name = "RecallNotice")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Notice(
            UUID id,
            String cause,
            String reason,
            Instant madeAt,
            @Nullable Instant acknowledgedAt,
            @Nullable String note,
            long objectCount,
            List<Item> objects,
            @Nullable String next) {}

    /**
     * A recall as operators see it.
     *
     * @param object absent where a policy took back whatever it no longer allows
     * @param partner whose object or policy it is; absent where its policy lets nobody know what it submitted, as is who made it
     * @param ageSeconds since it was made
     * @param told how many partners
     * @param acknowledged how many of them have dropped it
     * @param open who has not said so yet
     * @param underWay true while more partners and objects may follow: it is in force, but so large that it is still being written
     */
    @Schema(name = "Recall")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Recall(
            UUID id,
            @Nullable String object,
            String cause,
            String reason,
            @Nullable PartnerId partner,
            @Nullable String madeBy,
            Instant madeAt,
            long ageSeconds,
            long told,
            long acknowledged,
            List<OpenNotice> open,
            @Nullable Boolean underWay) {}

    /** One partner that has not acknowledged, and how long it has been told. */
    @Schema(name = "OpenRecall")
    public record OpenNotice(PartnerId partner, long ageSeconds) {}
}
