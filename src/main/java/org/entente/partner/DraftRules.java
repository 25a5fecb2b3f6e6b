package org.entente.partner;

import org.entente.http.ProblemException;
import org.entente.http.ProblemType;
import org.entente.http.VersionTag;
import org.entente.partner.PolicyDraft.State;
import org.entente.party.OperatorId;
import org.jspecify.annotations.Nullable;

/** Who may do what with a draft, and when. Pure: each returns, or throws the answer that refuses. */
final class DraftRules {

    /** Each wording is kept: more of one draft are a sign of a script gone wrong. */
    static final int EVENTS_MAX = 500;

    private DraftRules() {}

    /** Any open draft; one that was submitted is a draft again. */
    static void edit(PolicyDraft draft, @Nullable String ifMatch) {
        isOpen(draft);
        VersionTag.check(ifMatch, draft.version());
        if (draft.history().size() >= EVENTS_MAX) {
            throw conflict("The draft was changed " + EVENTS_MAX + " times already. Write a new one.");
        }
    }

    static void submit(PolicyDraft draft, long inForce, @Nullable String ifMatch) {
        is(draft, State.DRAFT);
        VersionTag.check(ifMatch, draft.version());
        restsOn(draft, inForce);
    }

    static void reject(PolicyDraft draft, @Nullable String ifMatch) {
        is(draft, State.SUBMITTED);
        VersionTag.check(ifMatch, draft.version());
    }

    static void withdraw(PolicyDraft draft, Caller.OperatorCaller by, @Nullable String ifMatch) {
        isOpen(draft);
        VersionTag.check(ifMatch, draft.version());
        if (!draft.author().equals(by.operator()) && !by.roles().contains(Roles.ADMIN)) {
            throw new ProblemException(
                    ProblemType.FORBIDDEN, "Only its author or an administrator withdraws a draft. You may reject it.");
        }
    }

    /**
     * What two persons means.
     *
     * @param by who would be the second
     * @param makers whoever made a credential of theirs or of the first, and so could sign in as them
     * @param inForce the policy version in force
     * @param ifMatch must name the version they have read: nobody approves what was changed under their eyes
     */
    static void approve(PolicyDraft draft, OperatorId by, SecretMakers makers, long inForce, @Nullable String ifMatch) {
        is(draft, State.SUBMITTED);
        makers.isSecond(draft.hands(), by, "draft");
        VersionTag.checkRead(ifMatch, draft.version(), "draft");
        restsOn(draft, inForce);
    }

    private static void isOpen(PolicyDraft draft) {
        if (!draft.state().isOpen()) {
            throw conflict("The draft is " + draft.state().label() + ". Write a new one.");
        }
    }

    private static void is(PolicyDraft draft, State needed) {
        if (draft.state() != needed) {
            String hint = draft.state() == State.DRAFT ? " Submit it first." : "";
            throw conflict("The draft is " + draft.state().label() + ", not "
                    + (needed == State.DRAFT ? "being written" : needed.label()) + "." + hint);
        }
    }

    private static void restsOn(PolicyDraft draft, long inForce) {
        if (draft.base() != inForce) {
            throw conflict("The draft is stale: it was written when version " + draft.base()
                    + " was in force, and now version " + inForce + " is. Edit it with PUT, which rests it on that, and"
                    + " submit it again.");
        }
    }

    private static ProblemException conflict(String detail) {
        return new ProblemException(ProblemType.CONFLICT, detail);
    }
}
