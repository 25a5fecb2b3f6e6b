package org.entente.recall;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.entente.log.RecallAct.Item;
import org.entente.log.RecallAct.Notice;
import org.entente.log.Reclassed;
import org.entente.log.Reclassed.Change;
import org.entente.log.StandingEntry;
import org.entente.partner.Directory.Member;
import org.entente.party.PartnerId;
import org.entente.release.Decision;
import org.entente.release.Decisions;
import org.entente.stix.StixId;

/**
 * Who loses what by a recall. A partner loses a version it had when no entry is left by which it may have it under the same id and
 * no more redacted than it was. Pure.
 *
 * @param decisions up to date with the new classes, at the moment of the recall
 */
record Losses(Decisions decisions) {

    private static final String UNSAID = "Whoever submitted it took it back.";

    private record Known(StixId id, Instant version) {}

    /** What each partner is to drop, each version once; the submitter of an entry is not told of it. */
    List<Notice> of(Reclassed reclassed) {
        Map<StixId, List<StandingEntry>> after = new HashMap<>();
        reclassed
                .changes()
                .forEach(c -> after.computeIfAbsent(c.after().placement().id(), any -> new ArrayList<>())
                        .add(c.after()));
        reclassed
                .others()
                .forEach(entry -> after.computeIfAbsent(entry.placement().id(), any -> new ArrayList<>())
                        .add(entry));
        List<Notice> notices = new ArrayList<>();
        for (Member member : decisions.directory().partners().values()) {
            if (decisions.reads(member.id())) {
                List<Item> items = lost(new Possession(decisions, member.id()), reclassed.changes(), after);
                if (!items.isEmpty()) {
                    notices.add(new Notice(member.id(), Optional.empty(), items));
                }
            }
        }
        return notices;
    }

    private static List<Item> lost(
            Possession possession, List<Change> changes, Map<StixId, List<StandingEntry>> after) {
        Map<Known, Item> lost = new LinkedHashMap<>();
        for (Change change : changes) {
            StandingEntry before = change.before();
            if (before.submitter().equals(possession.partner()) || !possession.mayHave(before)) {
                continue;
            }
            boolean kept = after.getOrDefault(before.placement().id(), List.of()).stream()
                    .anyMatch(entry -> entry.hasSameContent(before) && possession.keeps(entry, before, possession));
            if (!kept) {
                Item item = possession.item(before);
                lost.putIfAbsent(new Known(item.object(), before.placement().version()), item);
            }
        }
        return List.copyOf(lost.values());
    }

    /**
     * The notices with a reason of ours to those who may not know who wrote the recall's own: its words might tell.
     *
     * @param recalled positions of the entries that the submitter took back, by which its readers know it or do not
     */
    List<Notice> inWordsFor(List<Notice> notices, Reclassed reclassed, Set<Long> recalled) {
        List<StandingEntry> taken = reclassed.changes().stream()
                .map(Change::before)
                .filter(before -> recalled.contains(before.placement().position()))
                .toList();
        return notices.stream()
                .map(notice -> knowsSubmitter(notice.partner(), taken)
                        ? notice
                        : new Notice(notice.partner(), Optional.of(UNSAID), notice.items()))
                .toList();
    }

    private boolean knowsSubmitter(PartnerId partner, List<StandingEntry> taken) {
        Possession possession = new Possession(decisions, partner);
        List<Integer> had = taken.stream()
                .filter(possession::mayHave)
                .map(entry -> entry.placement().classNumber())
                .toList();
        return !had.isEmpty() && had.stream().noneMatch(number -> hidesSubmitter(decisions.decide(number, partner)));
    }

    private static boolean hidesSubmitter(Decision decision) {
        return decision instanceof Decision.Redact redacted && redacted.view().hidesSubmitter();
    }

    /**
     * Who loses the recalled entries themselves, by those alone: that some have them from others too is not the submitter's to
     * know.
     */
    Set<PartnerId> ofAssertion(Reclassed reclassed, Set<Long> recalled) {
        Set<PartnerId> losing = new TreeSet<>();
        for (Change change : reclassed.changes()) {
            if (!recalled.contains(change.before().placement().position())) {
                continue;
            }
            for (PartnerId partner : decisions.directory().partners().keySet()) {
                Possession possession = new Possession(decisions, partner);
                if (!change.before().submitter().equals(partner)
                        && decisions.reads(partner)
                        && possession.mayHave(change.before())
                        && !possession.keeps(change.after(), change.before(), possession)) {
                    losing.add(partner);
                }
            }
        }
        return losing;
    }
}
