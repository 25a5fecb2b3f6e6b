package org.entente.review;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.entente.http.ProblemException;
import org.entente.intake.Words;
import org.entente.party.OperatorId;
import org.entente.party.PartnerId;
import org.jspecify.annotations.Nullable;

/** The same decision on many held objects: what is ordered, what is shown before, and what came of it. */
public final class Bulk {

    /** More are done in parts. */
    public static final int ITEMS_MAX = 200;

    private Bulk() {}

    /** What can be done with many. */
    public enum Action {
        RELEASE,
        REFUSE,
        ASK;

        /** Lower case. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * What is to be done.
     *
     * @param action {@code release}, {@code refuse} or {@code ask}
     * @param words the reason, or the question; may be left out to release
     * @param expiresIn to ask: how long it can be answered; 7 days when left out
     * @param items ids of reviews, 1 to {@value #ITEMS_MAX}
     */
    @Schema(name = "ReviewBulkRequest")
    public record Request(
            @Nullable String action,
            @Nullable String words,
            @Nullable String expiresIn,
            @Nullable List<UUID> items) {

        /** @throws ProblemException that points to what cannot be read */
        public Order read(OperatorId by) {
            Action read = switch (action == null ? "" : action) {
                case "release" -> Action.RELEASE;
                case "refuse" -> Action.REFUSE;
                case "ask" -> Action.ASK;
                default -> throw ProblemException.invalidBody("/action", "Must be release, refuse or ask.");
            };
            if (read != Action.ASK && expiresIn != null) {
                throw ProblemException.invalidBody("/expiresIn", "Only questions expire.");
            }
            String said = read == Action.RELEASE
                    ? Words.optional(words, "/words")
                    : Words.required(words, "/words", "The submitters need a reason or a question.");
            return new Order(by, read, said, Requested.expiry(expiresIn), chosen());
        }

        private List<UUID> chosen() {
            List<UUID> given = items == null ? List.of() : items;
            if (given.isEmpty() || given.size() > ITEMS_MAX) {
                throw ProblemException.invalidBody("/items", "Choose 1 to " + ITEMS_MAX + " held objects.");
            }
            Set<UUID> distinct = new HashSet<>();
            for (int i = 0; i < given.size(); i++) {
                if (given.get(i) == null || !distinct.add(given.get(i))) {
                    throw ProblemException.invalidBody("/items/" + i, "Must be the id of a review, given once.");
                }
            }
            return distinct.stream().sorted().toList();
        }
    }

    /** A request as read; items sorted. */
    public record Order(OperatorId by, Action action, String words, Duration expiresIn, List<UUID> items) {}

    /**
     * What would be done.
     *
     * @param token to be given back to do exactly this, by the same operator
     * @param expiresAt RFC 3339
     * @param possible how many of the items it can be done with
     * @param recipients who would get any of them, by name
     */
    @Schema(name = "ReviewBulkPreview")
    public record Preview(
            UUID token,
            Instant expiresAt,
            String action,
            int possible,
            List<PreviewItem> items,
            List<Recipient> recipients) {}

    /**
     * One item of it.
     *
     * @param hindrance why it cannot be done; absent where it can
     * @param released who would get it as submitted, besides its submitter
     * @param redacted who would get a view of it
     */
    @Schema(name = "ReviewBulkItem")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record PreviewItem(
            UUID id,
            String objectId,
            String version,
            String title,
            @Nullable String tlp,
            PartnerId submitter,
            long revision,
            @Nullable String hindrance,
            List<PartnerId> released,
            List<PartnerId> redacted) {}

    /**
     * A partner and how many of the objects it would get.
     *
     * @param objects in all
     * @param redacted of these
     */
    @Schema(name = "ReviewBulkRecipient")
    public record Recipient(PartnerId partner, int objects, int redacted) {

        static List<Recipient> of(List<PreviewItem> items) {
            TreeMap<PartnerId, Recipient> byPartner = new TreeMap<>();
            for (PreviewItem item : items) {
                item.released()
                        .forEach(partner -> byPartner.merge(partner, new Recipient(partner, 1, 0), Recipient::plus));
                item.redacted()
                        .forEach(partner -> byPartner.merge(partner, new Recipient(partner, 1, 1), Recipient::plus));
            }
            return List.copyOf(byPartner.values());
        }

        private Recipient plus(Recipient other) {
            return new Recipient(partner, objects + other.objects, redacted + other.redacted);
        }
    }

    /**
     * What came of it.
     *
     * @param done with how many it was done
     * @param failed with how many it could not be
     */
    @Schema(name = "ReviewBulkResult")
    public record Result(String action, int done, int failed, List<ResultItem> items) {}

    /**
     * One item of it.
     *
     * @param objectId the STIX id
     * @param message why it failed; empty where it is done
     */
    @Schema(name = "ReviewBulkOutcome")
    public record ResultItem(UUID id, String objectId, boolean done, String message) {}

    /** Everything that was shown, so that it can be told whether it would still be shown so. */
    static byte[] fingerprint(Order order, List<PreviewItem> items) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update((order + "\n" + items).getBytes(StandardCharsets.UTF_8));
            return digest.digest();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every platform has SHA-256", impossible);
        }
    }
}
