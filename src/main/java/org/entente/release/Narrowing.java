package org.entente.release;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.entente.party.PartnerId;
import org.entente.release.Decision.Redact;
import org.entente.release.view.View;

/**
 * What a change of a partner takes from it.
 *
 * @param lost numbers of classes it may not have any more, or only more redacted than before; not its own
 * @param kept numbers of those it has as before; of their containers it may lose members
 */
public record Narrowing(List<Integer> lost, List<Integer> kept) {

    public Narrowing {
        lost = List.copyOf(lost);
        kept = List.copyOf(kept);
    }

    /** Compares two decisions on the same classes. */
    public static Narrowing of(Decisions before, Decisions after, PartnerId partner) {
        List<Integer> lost = new ArrayList<>();
        List<Integer> kept = new ArrayList<>();
        for (int number :
                before.visibleTo(partner, subject -> !subject.submitter().equals(partner))) {
            (takes(before.decide(number, partner), after.decide(number, partner)) ? lost : kept).add(number);
        }
        return new Narrowing(lost, kept);
    }

    /** Whether the later decision gives less in any respect. */
    public static boolean takes(Decision before, Decision after) {
        if (!after.released()) {
            return before.released();
        }
        return after instanceof Redact redacted
                && (!(before instanceof Redact earlier) || takes(earlier.view(), redacted.view()));
    }

    private static boolean takes(View before, View after) {
        boolean lower = after.partsUpTo()
                .map(level -> before.partsUpTo().isEmpty()
                        || Optional.of(level)
                                .filter(l -> l.compareTo(before.partsUpTo().get()) < 0)
                                .isPresent())
                .orElse(false);
        return lower
                || after.hidesSubmitter() && !before.hidesSubmitter()
                || after.removesExternalReferences() && !before.removesExternalReferences()
                || !before.removedProperties().containsAll(after.removedProperties());
    }
}
