package org.entente.audit;

import java.util.Arrays;
import java.util.Optional;

/** Everything that is noted. One that was ever written keeps its label. */
public enum Action {
    PARTNER_CREATED("partner.created"),
    PARTNER_CHANGED("partner.changed"),
    PARTNER_SUSPENDED("partner.suspended"),
    PARTNER_RESUMED("partner.resumed"),
    KAFKA_CREDENTIAL_RENEWED("partner.kafka-credential-renewed"),

    COMMUNITY_CREATED("community.created"),
    COMMUNITY_CHANGED("community.changed"),
    MEMBER_JOINED("community.member-joined"),
    MEMBER_LEFT("community.member-left"),

    OPERATOR_CREATED("operator.created"),
    OPERATOR_CHANGED("operator.changed"),

    CREDENTIAL_ADDED("credential.added"),
    CREDENTIAL_ROTATED("credential.rotated"),
    CREDENTIAL_REMOVED("credential.removed"),
    TOKEN_ISSUED("token.issued"),
    SIGN_IN_FAILED("sign-in.failed"),

    /** One person's word, before there was anybody else. */
    POLICY_FOUNDED("policy.founded"),
    DRAFT_WRITTEN("policy-draft.written"),
    DRAFT_EDITED("policy-draft.edited"),
    DRAFT_SUBMITTED("policy-draft.submitted"),
    DRAFT_APPROVED("policy-draft.approved"),
    DRAFT_REJECTED("policy-draft.rejected"),
    DRAFT_WITHDRAWN("policy-draft.withdrawn"),

    REVIEW_RELEASED("review.released"),
    REVIEW_REFUSED("review.refused"),
    REVIEW_NARROWED("review.narrowed"),
    REVIEW_ASKED("review.asked"),
    REVIEW_CONSENT_ASKED("review.consent-asked"),
    REVIEW_QUESTION_WITHDRAWN("review.question-withdrawn"),

    ADVISORY_WRITTEN("advisory.written"),
    ADVISORY_EDITED("advisory.edited"),
    ADVISORY_GATHERED("advisory.gathered"),
    ADVISORY_SUBMITTED("advisory.submitted"),
    ADVISORY_APPROVED("advisory.approved"),
    ADVISORY_REJECTED("advisory.rejected"),
    ADVISORY_PUBLISHED("advisory.published"),
    ADVISORY_AMENDED("advisory.amended"),
    ADVISORY_DISCARDED("advisory.discarded"),
    ADVISORY_WITHDRAWN("advisory.withdrawn"),
    KEV_IMPORTED("kev.imported"),

    RECALL_MADE("recall.made"),
    RECALL_ACKNOWLEDGED("recall.acknowledged"),

    RETENTION_RULE_PROPOSED("retention-rule.proposed"),
    RETENTION_RULE_APPROVED("retention-rule.approved"),
    RETENTION_RULE_REJECTED("retention-rule.rejected"),
    RETENTION_RULE_WITHDRAWN("retention-rule.withdrawn"),
    RETENTION_RULE_ENDED("retention-rule.ended"),
    RETENTION_RUN_STARTED("retention-run.started"),
    RETENTION_RUN_FINISHED("retention-run.finished"),
    LEGAL_HOLD_MADE("legal-hold.made"),
    LEGAL_HOLD_LIFTING_PROPOSED("legal-hold.lifting-proposed"),
    LEGAL_HOLD_KEPT("legal-hold.kept"),
    LEGAL_HOLD_LIFTED("legal-hold.lifted"),
    OBJECT_PURGED("object.purged"),

    REPLAY_REQUESTED("replay.requested"),
    REPLAY_CANCELLED("replay.cancelled"),
    QUARANTINE_WITHHELD("quarantine.withheld"),
    QUARANTINE_RETRIED("quarantine.retried"),
    KAFKA_LOOKED_AT("kafka.looked-at"),
    KAFKA_REPAIRED("kafka.repaired");

    private final String label;

    Action(String label) {
        this.label = label;
    }

    /** As it is spelled in the REST API and the table. */
    public String label() {
        return label;
    }

    /** Reads the spelling of {@link #label}. */
    public static Optional<Action> ofLabel(String label) {
        return Arrays.stream(values())
                .filter(action -> action.label.equals(label))
                .findFirst();
    }
}
