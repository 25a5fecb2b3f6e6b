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
import org.entente.log.Feed;
import org.entente.log.Placement;
import org.entente.log.RecallAct.Item;
import org.entente.log.RecallAct.Notice;
import org.entente.log.Reclassed;
import org.entente.log.Reclassed.Change;
import org.entente.log.ReleaseClass;
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
                List<Item> items = lost(member.id(), reclassed.changes(), after);
                if (!items.isEmpty()) {
                    notices.add(new Notice(member.id(), items));
                }
            }
        }
        return notices;
    }

    private List<Item> lost(PartnerId partner, List<Change> changes, Map<StixId, List<StandingEntry>> after) {
        Map<Known, Item> lost = new LinkedHashMap<>();
        for (Change change : changes) {
            StandingEntry before = change.before();
            if (before.submitter().equals(partner) || !had(before, partner)) {
                continue;
            }
            Placement placement = before.placement();
            StixId name = name(before, partner);
            boolean kept = after.getOrDefault(placement.id(), List.of()).stream()
                    .anyMatch(entry -> entry.isSameVersion(before) && keeps(entry, before, name, partner));
            if (!kept) {
                lost.putIfAbsent(new Known(name, placement.version()), item(placement, name));
            }
        }
        return List.copyOf(lost.values());
    }

    private Item item(Placement placement, StixId name) {
        Optional<Instant> version = Optional.of(placement.version()).filter(moment -> !moment.equals(Instant.EPOCH));
        Feed feed = decisions
                .releaseClass(placement.classNumber())
                .map(ReleaseClass::feed)
                .orElse(Feed.THREATS);
        return new Item(placement.position(), name, version, feed);
    }

    private boolean had(StandingEntry entry, PartnerId partner) {
        Placement placement = entry.placement();
        return decisions.allows(placement.classNumber(), partner)
                && !decisions
                        .horizon(partner)
                        .map(placement.dateAdded()::isAfter)
                        .orElse(false);
    }

    private boolean keeps(StandingEntry entry, StandingEntry before, StixId name, PartnerId partner) {
        if (!had(entry, partner) || !name(entry, partner).equals(name)) {
            return false;
        }
        Decision now = decisions.decide(entry.placement().classNumber(), partner);
        return now.equals(Decision.RELEASE)
                || now.equals(decisions.decide(before.placement().classNumber(), partner));
    }

    private StixId name(StandingEntry entry, PartnerId partner) {
        Placement placement = entry.placement();
        return decisions.nameOf(
                placement.id(), placement.classNumber(), placement.links().members(), partner);
    }

    /**
     * How many lose the recalled entries themselves, by those alone: that some have them from others too is not the submitter's to
     * know.
     */
    Set<PartnerId> ofAssertion(Reclassed reclassed, Set<Long> recalled) {
        Set<PartnerId> losing = new TreeSet<>();
        for (Change change : reclassed.changes()) {
            if (!recalled.contains(change.before().placement().position())) {
                continue;
            }
            for (Member member : decisions.directory().partners().values()) {
                PartnerId partner = member.id();
                if (!change.before().submitter().equals(partner)
                        && decisions.reads(partner)
                        && had(change.before(), partner)
                        && !keeps(change.after(), change.before(), name(change.before(), partner), partner)) {
                    losing.add(partner);
                }
            }
        }
        return losing;
    }
}
