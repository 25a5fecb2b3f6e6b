package org.entente.console;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a page says after a form was followed. Fixed words: an address of the console cannot make it say anything else. */
enum Done {
    RELEASED("Released: markings and policies decide who gets it."),
    REFUSED("Refused: its submitter reads the reason."),
    NARROWED("The audience is narrower."),
    ASKED("Asked: it waits for its submitter."),
    TAKEN_BACK("Taken back: its submitter is not asked any more."),
    CREATED("Created."),
    SUBMITTED("Submitted: it waits for a second person."),
    APPROVED("Approved: it can be published."),
    DECLINED("Declined: it is a draft again."),
    PUBLISHED("Published to everybody who may have it."),
    BEGUN("A new version was begun; the published one stands until it is out."),
    GIVEN_UP("The new version was given up."),
    WITHDRAWN("Withdrawn."),
    LOOKED("Looked at, and repaired where it was otherwise."),
    SAVED("Saved."),
    REMOVED("Removed."),
    SUSPENDED("Suspended: every access has ended."),
    SIGNED_OUT("You are signed out."),
    MEMBERS_CHANGED("The members were changed.");

    /** The query parameter. */
    static final String PARAMETER = "done";

    private final String text;

    Done(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }

    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Optional<Done> ofLabel(@Nullable String label) {
        return Arrays.stream(values())
                .filter(done -> done.label().equals(label))
                .findFirst();
    }
}
