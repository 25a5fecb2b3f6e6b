package org.entente.partner;

import java.util.Map;
import java.util.Optional;
import org.entente.audit.Act;
import org.entente.audit.Action;
import org.entente.audit.Subject;
import org.entente.partner.PolicyDraft.Event;
import org.entente.party.CommunityId;
import org.entente.party.PartnerId;

/** What the changes of this package are called in the audit trail. */
final class Acts {

    private Acts() {}

    static Act partner(Action action, PartnerId partner) {
        return Act.of(action, new Subject("partner", partner.value()));
    }

    static Act community(Action action, CommunityId community) {
        return Act.of(action, new Subject("community", community.value()));
    }

    static Act operator(Action action, OperatorService.NewOperator operator) {
        return Act.of(action, new Subject("operator", operator.id().value()))
                .with(Map.of("title", operator.title(), "roles", Roles.join(operator.roles())));
    }

    /** Whose it is and which; never the secret. */
    static Act credential(Action action, Owner owner, String credential) {
        String kind = owner instanceof Owner.OfPartner ? "partner" : "operator";
        return Act.of(action, new Subject(kind, owner.name())).with(Map.of("credential", credential));
    }

    /** The last thing done with a draft. */
    static Act draft(PolicyDraft draft) {
        Event last = draft.history().get(draft.history().size() - 1);
        Action action = switch (last.action()) {
            case WRITTEN -> Action.DRAFT_WRITTEN;
            case EDITED -> Action.DRAFT_EDITED;
            case SUBMITTED -> Action.DRAFT_SUBMITTED;
            case APPROVED -> Action.DRAFT_APPROVED;
            case REJECTED -> Action.DRAFT_REJECTED;
            case WITHDRAWN -> Action.DRAFT_WITHDRAWN;
        };
        Map<String, String> details = draft.policyVersion().isPresent()
                ? Map.of(
                        "draft",
                        Long.toString(draft.number()),
                        "policyVersion",
                        Long.toString(draft.policyVersion().getAsLong()))
                : Map.of("draft", Long.toString(draft.number()));
        Optional<String> reason = last.reason().or(() -> Optional.of(draft.reason()));
        return new Act(action, new Subject("partner", draft.partner().value()), reason, details);
    }
}
