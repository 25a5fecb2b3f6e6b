package org.entente.recall;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.entente.log.RecallAct.Item;
import org.entente.log.RecallAct.Notice;
import org.entente.log.Reclassed;
import org.entente.log.Reclassed.Change;
import org.entente.log.StandingEntry;
import org.entente.party.PartnerId;
import org.entente.recall.Possession.Turned;
import org.entente.recall.Readers.Standing;
import org.entente.release.Decision;
import org.entente.release.Decisions;
import org.entente.stix.StixId;

/**
 * Who loses what by a recall. A partner loses a version it had when no entry is left by which it may have it under the same id and
 * no more redacted than it was. Pure.
 *
 * @param standing who has what, up to date with the new classes, at the moment of the recall
 */
record Losses(Standing standing) {

    private static final String UNSAID = "Whoever submitted it took it back.";

    private record Known(StixId id, Instant version) {}

    /** What each partner is to drop, each version once; the submitter of an entry is not told of it. */
    List<Notice> of(Reclassed reclassed) {
        Map<Long, List<Turned>> same = new HashMap<>();
        reclassed
                .changes()
                .forEach(c -> same.computeIfAbsent(c.before().contentId(), any -> new ArrayList<>())
                        .add(new Turned(c.before(), c.after())));
        reclassed
                .others()
                .forEach(entry -> same.computeIfPresent(entry.contentId(), (any, all) -> {
                    all.add(new Turned(entry, entry));
                    return all;
                }));
        same.values()
                .forEach(all -> all.sort((one, other) -> Long.compare(
                        one.before().placement().position(),
                        other.before().placement().position())));
        List<Notice> notices = new ArrayList<>();
        for (PartnerId partner : partners()) {
            List<Item> items = lost(partner, reclassed.changes(), same);
            if (!items.isEmpty()) {
                notices.add(new Notice(partner, Optional.empty(), items));
            }
        }
        return notices;
    }

    private Collection<PartnerId> partners() {
        return standing.decisions().directory().partners().keySet();
    }

    private List<Item> lost(PartnerId partner, List<Change> changes, Map<Long, List<Turned>> same) {
        Map<Known, Item> lost = new LinkedHashMap<>();
        Decisions now = standing.decisions();
        Optional<Possession> later = standing.ofLater(partner);
        List<Possession> held = standing.of(partner);
        for (Possession had : held) {
            // What nothing may be given to now gets what is left when it is back, if it still may.
            Possession has = now.reads(partner) ? new Possession(now, partner) : had;
            for (Change change : changes) {
                StandingEntry before = change.before();
                if (before.submitter().equals(partner) || !had.mayHave(before)) {
                    continue;
                }
                List<Turned> all = same.getOrDefault(before.contentId(), List.of());
                boolean kept = all.stream()
                        .anyMatch(other -> standing.isLater(other.before())
                                ? later.filter(by ->
                                                by.mayHave(other.after()) && by.replaces(other.after(), before, had))
                                        .isPresent()
                                : isLeft(other, before, had, has, held));
                if (!kept) {
                    Item item = had.item(before, has.remains(had, all));
                    Stream.concat(
                                    standing
                                            .formerNames(partner)
                                            .besides(item, before, had.revision(), () -> names(all, has, held))
                                            .stream(),
                                    Stream.of(item))
                            .forEach(told -> lost.putIfAbsent(
                                    new Known(told.object(), before.placement().version()), told));
                }
            }
        }
        return List.copyOf(lost.values());
    }

    /** Ids, former ones too, under which the partner still has the content. */
    private Set<StixId> names(List<Turned> all, Possession has, List<Possession> held) {
        FormerNames former = standing.formerNames(has.partner());
        Optional<Possession> later = standing.ofLater(has.partner());
        Set<StixId> names = new HashSet<>();
        for (Turned other : all) {
            names.addAll(
                    standing.isLater(other.before())
                            ? later.filter(by -> by.mayHave(other.after()))
                                    .map(by -> former.of(other.after(), by))
                                    .orElse(Set.of())
                            : former.staying(other, has, held));
        }
        return names;
    }

    /**
     * Whether by another entry the partner still has what it had by one. It must have that one, too: what is under embargo keeps nothing,
     * and would be recalled without a word.
     */
    private static boolean isLeft(
            Turned other, StandingEntry before, Possession had, Possession has, List<Possession> held) {
        return (had.mayHave(other.after()) && had.replaces(other.after(), before, had))
                || (has.replaces(other.after(), before, had)
                        && held.stream().anyMatch(by -> by.mayHave(other.before())));
    }

    /**
     * The notices with a reason of ours to those who may not know who wrote the recall's own: its words might tell.
     *
     * @param inOwnWords who may
     */
    static List<Notice> inWordsFor(List<Notice> notices, Set<PartnerId> inOwnWords) {
        return notices.stream()
                .map(notice -> inOwnWords.contains(notice.partner())
                        ? notice
                        : new Notice(notice.partner(), Optional.of(UNSAID), notice.items()))
                .toList();
    }

    /**
     * Who may read the words of the submitter.
     *
     * @param recalled positions of the entries that it took back, by which its readers know it or do not
     */
    Set<PartnerId> knowingSubmitter(Reclassed reclassed, Set<Long> recalled) {
        List<StandingEntry> taken = reclassed.changes().stream()
                .map(Change::before)
                .filter(before -> recalled.contains(before.placement().position()))
                .toList();
        Set<PartnerId> knowing = new TreeSet<>();
        for (PartnerId partner : partners()) {
            if (knowsSubmitter(partner, taken)) {
                knowing.add(partner);
            }
        }
        return knowing;
    }

    private boolean knowsSubmitter(PartnerId partner, List<StandingEntry> taken) {
        boolean knows = false;
        for (Possession had : standing.of(partner)) {
            Set<Integer> numbers = new HashSet<>();
            for (StandingEntry entry : taken) {
                if (had.mayHave(entry) && numbers.add(entry.placement().classNumber())) {
                    if (hidesSubmitter(had.decisions().decide(entry.placement().classNumber(), partner))) {
                        return false;
                    }
                    knows = true;
                }
            }
        }
        return knows;
    }

    private static boolean hidesSubmitter(Decision decision) {
        return decision instanceof Decision.Redact redacted && redacted.view().hidesSubmitter();
    }

    /**
     * Who loses the recalled entries themselves, by those alone: that some have them from others too is not the submitter's to
     * know.
     */
    Set<PartnerId> ofAssertion(Reclassed reclassed, Set<Long> recalled) {
        List<Change> changes = reclassed.changes().stream()
                .filter(change -> recalled.contains(change.before().placement().position()))
                .toList();
        Set<PartnerId> losing = new TreeSet<>();
        for (PartnerId partner : partners()) {
            boolean loses = standing.of(partner).stream()
                    .anyMatch(had -> changes.stream().anyMatch(change -> loses(had, change)));
            if (loses) {
                losing.add(partner);
            }
        }
        return losing;
    }

    private static boolean loses(Possession had, Change change) {
        return !change.before().submitter().equals(had.partner())
                && had.mayHave(change.before())
                && !(had.mayHave(change.after()) && had.replaces(change.after(), change.before(), had));
    }
}
