package org.entente.advisory;

import org.entente.advisory.Advisory.State;
import org.entente.http.ProblemException;
import org.entente.http.ProblemType;
import org.entente.http.VersionTag;
import org.jspecify.annotations.Nullable;

/** What can be done with an advisory, and when. Pure: each returns, or throws the answer that refuses. */
final class AdvisoryRules {

    /** Each wording is kept: more of one advisory are a sign of a script gone wrong. */
    static final int EVENTS_MAX = 1_000;

    private AdvisoryRules() {}

    /** Any open one; what was in review or approved is a draft again. */
    static void edit(Advisory advisory, @Nullable String ifMatch) {
        seen(advisory, ifMatch);
        if (!advisory.state().isOpen()) {
            throw conflict("The advisory is " + advisory.state().label()
                    + (advisory.state().isPublished() ? ". Begin a new version with an amendment first." : "."));
        }
        if (advisory.history().size() >= EVENTS_MAX) {
            throw conflict("The advisory was changed " + EVENTS_MAX + " times already. Begin another.");
        }
    }

    static void submit(Advisory advisory, @Nullable String ifMatch) {
        seen(advisory, ifMatch);
        is(advisory, State.DRAFT, "");
    }

    /** Who the second person is, is asked elsewhere; this one has to have read what it agrees to. */
    static void approve(Advisory advisory, @Nullable String ifMatch) {
        VersionTag.checkRead(ifMatch, advisory.revision(), "advisory");
        is(advisory, State.IN_REVIEW, " Submit it first.");
    }

    /** An approved one can still be declined, until it is out. */
    static void reject(Advisory advisory, @Nullable String ifMatch) {
        seen(advisory, ifMatch);
        if (advisory.state() != State.APPROVED) {
            is(advisory, State.IN_REVIEW, "");
        }
    }

    static void publish(Advisory advisory, @Nullable String ifMatch) {
        VersionTag.checkRead(ifMatch, advisory.revision(), "advisory");
        is(advisory, State.APPROVED, " A second person approves it first.");
    }

    static void amend(Advisory advisory, @Nullable String ifMatch) {
        seen(advisory, ifMatch);
        if (!advisory.state().isPublished()) {
            throw conflict("The advisory is " + advisory.state().label() + ", not published.");
        }
    }

    /** Gives up an amendment; a first version is withdrawn instead. */
    static void discard(Advisory advisory, @Nullable String ifMatch) {
        seen(advisory, ifMatch);
        if (!advisory.state().isOpen() || advisory.published().isEmpty()) {
            throw conflict("There is no amendment to give up.");
        }
    }

    static void withdraw(Advisory advisory, @Nullable String ifMatch) {
        seen(advisory, ifMatch);
        if (advisory.state() == State.WITHDRAWN) {
            throw conflict("The advisory is withdrawn already.");
        }
    }

    /** Two editors must not overwrite each other, so nothing is changed by whoever does not say what they have seen. */
    private static void seen(Advisory advisory, @Nullable String ifMatch) {
        if (ifMatch == null) {
            throw new ProblemException(
                    ProblemType.PRECONDITION_REQUIRED,
                    "Give the ETag of the advisory you have read as If-Match, so that nobody's change is lost.");
        }
        VersionTag.check(ifMatch, advisory.revision());
    }

    private static void is(Advisory advisory, State needed, String hint) {
        if (advisory.state() != needed) {
            throw conflict("The advisory is " + advisory.state().label() + ", not " + needed.label() + "." + hint);
        }
    }

    private static ProblemException conflict(String detail) {
        return new ProblemException(ProblemType.CONFLICT, detail);
    }
}
