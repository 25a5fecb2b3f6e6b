package org.entente.partner;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.entente.party.OperatorId;
import org.entente.party.PartnerId;
import org.jspecify.annotations.Nullable;

/** What the REST API answers with about policies and their drafts. */
public final class PolicyViews {

    private PolicyViews() {}

    /** A policy; its author and reason are for operators. */
    @Schema(name = "Policy")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record PolicyView(
            long version,

            @Schema(ref = PolicySchema.PATH) JsonNode policy,
            @Nullable String author,

            @Schema(description = "The second person; absent in versions that took only one") @Nullable
            String approver,

            @Schema(description = "The number of the draft it was") @Nullable
            Long draft,

            @Nullable String reason,
            @Nullable Instant createdAt) {

        static PolicyView of(PolicyVersion version) {
            return new PolicyView(
                    version.number(),
                    PolicyDocument.write(version.policy()),
                    version.author(),
                    version.approver().map(OperatorId::value).orElse(null),
                    version.draft().isPresent() ? version.draft().getAsLong() : null,
                    version.reason(),
                    version.createdAt());
        }

        /** Of a partner for whom none was written. */
        static PolicyView none() {
            return new PolicyView(0, PolicyDocument.write(TrustPolicy.CLOSED), null, null, null, null, null);
        }

        /** Without its history, and with no more of the policy than this. */
        PolicyView forPartner(TrustPolicy visible) {
            return new PolicyView(version, PolicyDocument.write(visible), null, null, null, null, createdAt);
        }
    }

    /** A proposed policy. */
    @Schema(name = "PolicyDraft")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record DraftView(
            long number,
            PartnerId partner,

            @Schema(enumeration = {"draft", "submitted", "active", "superseded", "rejected", "withdrawn"})
            String state,

            @Schema(ref = PolicySchema.PATH) JsonNode policy,
            String reason,

            @Schema(description = "The policy version it was written against; it can replace only that one")
            long base,

            OperatorId author,
            Instant createdAt,

            @Schema(description = "The policy version it became") @Nullable
            Long policyVersion,

            @Schema(description = "What was done with it, in order; absent in lists") @Nullable
            List<DraftEventView> history) {

        static DraftView of(PolicyDraft draft) {
            return of(draft, draft.history().stream().map(DraftEventView::of).toList());
        }

        static DraftView listed(PolicyDraft draft) {
            return of(draft, null);
        }

        private static DraftView of(PolicyDraft draft, @Nullable List<DraftEventView> history) {
            return new DraftView(
                    draft.number(),
                    draft.partner(),
                    draft.state().label(),
                    PolicyDocument.write(draft.policy()),
                    draft.reason(),
                    draft.base(),
                    draft.author(),
                    draft.history().get(0).at(),
                    draft.policyVersion().isPresent() ? draft.policyVersion().getAsLong() : null,
                    history);
        }
    }

    /** Something done with a draft. */
    @Schema(name = "PolicyDraftEvent")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record DraftEventView(
            @Schema(enumeration = {"written", "edited", "submitted", "approved", "rejected", "withdrawn"})
            String action,

            OperatorId by,
            Instant at,
            @Nullable String reason) {

        static DraftEventView of(PolicyDraft.Event event) {
            return new DraftEventView(
                    event.action().label(),
                    event.by(),
                    event.at(),
                    event.reason().orElse(null));
        }
    }
}
