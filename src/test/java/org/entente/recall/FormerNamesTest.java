package org.entente.recall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.entente.recall.ChangingReader.AUTHOR;
import static org.entente.recall.ChangingReader.CLEAR;
import static org.entente.recall.ChangingReader.CLEAR_OF_NOBODY_KNOWN;
import static org.entente.recall.ChangingReader.GREEN;
import static org.entente.recall.ChangingReader.GREEN_OF_ANOTHER;
import static org.entente.recall.ChangingReader.ITS_OWN;
import static org.entente.recall.ChangingReader.NOW;
import static org.entente.recall.ChangingReader.OTHER;
import static org.entente.recall.ChangingReader.READER;
import static org.entente.recall.ChangingReader.WITHDRAWN;
import static org.entente.recall.ChangingReader.decisions;
import static org.entente.recall.ChangingReader.entry;
import static org.entente.recall.ChangingReader.gives;
import static org.entente.recall.ChangingReader.history;
import static org.entente.recall.ChangingReader.narrow;
import static org.entente.recall.ChangingReader.suspended;
import static org.entente.recall.ChangingReader.views;
import static org.entente.recall.ChangingReader.wide;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.entente.log.Links;
import org.entente.log.Placement;
import org.entente.log.RecallAct.Item;
import org.entente.log.Reclassed;
import org.entente.log.Reclassed.Change;
import org.entente.log.StandingEntry;
import org.entente.partner.MemberHistory.Fact;
import org.entente.partner.TrustPolicy.Agreement;
import org.entente.partner.TrustPolicy.Allowed;
import org.entente.partner.TrustPolicy.Obligations;
import org.entente.party.PartnerId;
import org.entente.recall.Readers.Standing;
import org.entente.release.Decisions;
import org.entente.stix.StixId;
import org.entente.stix.Tlp;
import org.junit.jupiter.api.Test;

/** Under which ids a partner is told of what it lost, whose policies gave it views under different ones. */
class FormerNamesTest {

    private static final Obligations WITHOUT_TICKET = new Obligations(false, Set.of("x_ticket"), false, false);
    private static final Obligations WITHOUT_PARTS = new Obligations(false, Set.of(), true, false);
    private static final StandingEntry EARLY = entry(5, 8, CLEAR);

    /** A reader with a history: what it knows objects by under each of its facts. */
    private record Told(Decisions now, List<Fact> facts, List<Item> items) {

        List<StixId> ids() {
            return items.stream().map(Item::object).toList();
        }

        StixId name(int fact) {
            return Period.soFar(facts.get(fact), NOW).possession(now).name(EARLY);
        }
    }

    /** It is told that an entry is withdrawn. */
    private static Told recalled(StandingEntry entry, Fact... facts) {
        return recalled(entry, List.of(), facts);
    }

    private static Told recalled(StandingEntry entry, List<StandingEntry> others, Fact... facts) {
        List<Fact> history = history(facts);
        Decisions now = decisions(facts[facts.length - 1]).at(NOW);
        Standing standing =
                new Standing(now, Map.of(), Optional.empty(), Map.of(READER, FormerNames.of(history, now, NOW)));
        StandingEntry withdrawn = entry(entry.placement().position(), 0, WITHDRAWN);
        List<Item> items = new Losses(standing)
                .of(new Reclassed(List.of(new Change(entry, withdrawn)), others)).stream()
                        .filter(notice -> notice.partner().equals(READER))
                        .flatMap(notice -> notice.items().stream())
                        .toList();
        return new Told(now, history, items);
    }

    /** It is told what the last of its changes took. */
    private static Told taken(StandingEntry entry, Fact... facts) {
        return taken(List.of(entry), List.of(entry), facts);
    }

    private static Told taken(List<StandingEntry> entries, List<StandingEntry> all, Fact... facts) {
        List<Fact> history = history(facts);
        int last = facts.length - 1;
        Decisions now = decisions(facts[last]).at(NOW);
        PolicyChange change = PolicyChange.between(
                        history.subList(last - 1, last + 1), facts[last - 1].revision(), facts[last].revision())
                .orElseThrow();
        List<Item> items = change.compared(Lingering.NOTHING, FormerNames.of(history, now, NOW), now, NOW)
                .items(entries, all);
        return new Told(now, history, items);
    }

    @Test
    void whatIsNotHiddenAnyMoreIsRecalledUnderTheIdBeforeToo() {
        Told told = recalled(EARLY, views(WITHOUT_TICKET, 1, 9), wide(10, 5, Agreement.UNLIMITED));

        assertThat(told.name(0)).isNotEqualTo(told.name(1));
        assertThat(told.ids()).containsExactly(told.name(0), told.name(1));
        assertThat(told.items()).extracting(Item::position).containsOnly(5L);
    }

    @Test
    void ceilingUpToWhichPartsAreKeptNamesThemRaisedOrLowered() {
        Told raised = recalled(EARLY, views(Tlp.GREEN, WITHOUT_PARTS, 1, 9), views(Tlp.AMBER, WITHOUT_PARTS, 10, 5));
        Told lowered = recalled(EARLY, views(Tlp.AMBER, WITHOUT_PARTS, 1, 9), views(Tlp.GREEN, WITHOUT_PARTS, 10, 5));

        assertThat(raised.ids()).containsExactly(raised.name(0), raised.name(1)).doesNotHaveDuplicates();
        assertThat(lowered.ids())
                .containsExactly(lowered.name(0), lowered.name(1))
                .doesNotHaveDuplicates();
    }

    @Test
    void everyIdSinceWhichNothingWasTakenIsNamedOnce() {
        Told told = recalled(
                EARLY,
                views(Tlp.GREEN, WITHOUT_PARTS, 1, 9),
                views(Tlp.AMBER, WITHOUT_PARTS, 10, 7),
                suspended(20, 6),
                views(Tlp.GREEN, WITHOUT_PARTS, 30, 5));

        assertThat(told.ids()).containsExactly(told.name(1), told.name(0));
        assertThat(told.name(3)).isEqualTo(told.name(0));
    }

    @Test
    void whatCameAfterTheIdsChangedHadNoneBefore() {
        Told told = recalled(entry(15, 4, CLEAR), views(WITHOUT_TICKET, 1, 9), wide(10, 5, Agreement.UNLIMITED));

        assertThat(told.ids()).containsExactly(told.name(1));
    }

    @Test
    void whatWasTakenInBetweenWasToldThen() {
        Told told = recalled(
                entry(5, 8, GREEN),
                views(WITHOUT_TICKET, 1, 9),
                narrow(10, 7, Agreement.UNLIMITED),
                wide(20, 5, Agreement.UNLIMITED));

        assertThat(told.ids()).containsExactly(told.name(2));
    }

    @Test
    void originalIsNeverNamedBesideTheIdOfAViewThatCameInItsPlace() {
        Told told = recalled(EARLY, wide(1, 9, Agreement.UNLIMITED), views(WITHOUT_TICKET, 10, 5));

        assertThat(told.ids()).containsExactly(told.name(1)).doesNotContain(told.name(0));
    }

    @Test
    void containerThatMayLackMembersIsNamedByItsIdOnly() {
        StixId member = StixId.parse("tool--0c7b5b88-8ff7-4a4d-aa9d-feb398cd0062");
        Placement placed = EARLY.placement();
        StandingEntry container = new StandingEntry(
                new Placement(
                        placed.position(),
                        placed.dateAdded(),
                        placed.id(),
                        placed.version(),
                        CLEAR,
                        new Links(Map.of(member, List.of(Set.of(CLEAR))), Set.of())),
                EARLY.submitter(),
                CLEAR,
                1);

        assertThat(recalled(container, views(WITHOUT_TICKET, 1, 9), wide(10, 5, Agreement.UNLIMITED))
                        .items())
                .hasSize(1);
    }

    @Test
    void whatNobodyElseTookBackStaysUnderTheIdBefore() {
        // Given: two assert the same, one of them unnamed, which without obligations have two ids and before had one
        Fact views = views(WITHOUT_TICKET, 1, 9);
        Fact open = wide(10, 5, Agreement.UNLIMITED);
        StandingEntry unnamed = entry(6, 7, CLEAR_OF_NOBODY_KNOWN);

        // When
        Told one = recalled(unnamed, List.of(EARLY), views, open);
        Told both = recalled(unnamed, List.of(), views, open);

        // Then
        StixId shared = one.name(0);
        assertThat(one.ids()).hasSize(1).doesNotContain(shared, one.name(1));
        assertThat(both.ids()).hasSize(2).contains(both.name(0));
    }

    @Test
    void idsBeforeThatByWhichItIsLostAreNamedThoughItIsGivenAnewSince() {
        // Given: what the third took is not told yet
        List<Fact> history = history(
                views(WITHOUT_TICKET, 1, 9),
                wide(10, 7, Agreement.UNLIMITED),
                narrow(20, 5, Agreement.UNLIMITED),
                wide(30, 4, Agreement.UNLIMITED));
        Decisions now = decisions(history.get(3)).at(NOW);
        Possession untold = Period.soFar(history.get(1), NOW).possession(now);
        Standing standing = new Standing(
                now,
                Map.of(READER, List.of(untold)),
                Optional.empty(),
                Map.of(READER, FormerNames.of(history, now, NOW)));
        StandingEntry entry = entry(5, 8, GREEN);

        // When
        List<StixId> ids = new Losses(standing)
                .of(new Reclassed(List.of(new Change(entry, entry(5, 0, WITHDRAWN))), List.of())).stream()
                        .filter(notice -> notice.partner().equals(READER))
                        .flatMap(notice -> notice.items().stream())
                        .map(Item::object)
                        .toList();

        // Then
        StixId first = Period.soFar(history.get(0), NOW).possession(now).name(entry);
        assertThat(ids).containsExactly(first, entry.placement().id());
    }

    @Test
    void whatIsUnderEmbargoKeepsNoId() {
        Allowed<PartnerId> author = Allowed.only(Set.of(AUTHOR));
        Allowed<PartnerId> other = Allowed.only(Set.of(OTHER));
        StandingEntry lost = entry(5, 8, GREEN);
        StandingEntry held = entry(25, 4, GREEN_OF_ANOTHER);

        Told told = taken(
                List.of(lost),
                List.of(lost, held),
                gives(Tlp.GREEN, author, Duration.ZERO, WITHOUT_TICKET, 1, 9),
                gives(Tlp.GREEN, author, Duration.ZERO, Obligations.NONE, 10, 7),
                gives(Tlp.GREEN, other, Duration.ofDays(10), WITHOUT_TICKET, 20, 5));

        assertThat(told.ids()).containsExactly(told.name(0), told.name(1));
    }

    @Test
    void whatWillBeGivenAfterADelayOnlyKeepsNoId() {
        Obligations withoutMore = new Obligations(false, Set.of("x_ticket", "x_notes"), false, false);

        Told told = taken(
                EARLY,
                views(withoutMore, 1, 9),
                views(WITHOUT_TICKET, 10, 7),
                gives(Tlp.GREEN, Allowed.every(), Duration.ofDays(30), withoutMore, 20, 5));

        assertThat(told.name(2)).isEqualTo(told.name(0));
        assertThat(told.ids()).containsExactly(told.name(0), told.name(1));
    }

    @Test
    void idByWhichOneOfTwoWhoAssertTheSameWasHadGoesToo() {
        // Given: one that was had later, and one that was had under another id before
        StandingEntry one = entry(5, 8, GREEN);
        StandingEntry other = entry(6, 8, GREEN_OF_ANOTHER);
        List<StandingEntry> both = List.of(one, other);

        // When
        Told told = taken(
                both,
                both,
                gives(Tlp.GREEN, Allowed.only(Set.of(OTHER)), Duration.ZERO, WITHOUT_PARTS, 1, 9),
                views(Tlp.AMBER, WITHOUT_PARTS, 10, 7),
                narrow(20, 5, Agreement.UNLIMITED));

        // Then
        assertThat(told.ids()).containsExactly(told.name(1), told.name(0)).doesNotHaveDuplicates();
    }

    @Test
    void idInCommonIsToldWithWhatIsLostWhereTheOtherIsKept() {
        // Given: two had under one id, the first of them kept since by what the partner submitted itself
        StandingEntry unnamed = entry(6, 8, CLEAR_OF_NOBODY_KNOWN);
        StandingEntry own = entry(15, 6, ITS_OWN);

        // When
        Told told = taken(
                List.of(EARLY, unnamed),
                List.of(EARLY, unnamed, own),
                views(WITHOUT_TICKET, 1, 9),
                wide(10, 7, Agreement.UNLIMITED),
                gives(Tlp.GREEN, Allowed.only(Set.of(READER)), Duration.ZERO, Obligations.NONE, 20, 5));

        // Then
        assertThat(told.ids()).hasSize(2).startsWith(told.name(0)).doesNotContain(told.name(1));
    }

    @Test
    void idThatTwoWhoAssertTheSameHadInCommonIsToldOnce() {
        StandingEntry unnamed = entry(6, 8, CLEAR_OF_NOBODY_KNOWN);
        Told told = taken(
                List.of(EARLY, unnamed),
                List.of(EARLY, unnamed),
                views(WITHOUT_TICKET, 1, 9),
                wide(10, 7, Agreement.UNLIMITED),
                gives(Tlp.GREEN, Allowed.only(Set.of(READER)), Duration.ZERO, Obligations.NONE, 20, 5));

        assertThat(told.ids()).hasSize(3).doesNotHaveDuplicates().startsWith(told.name(0), told.name(1));
    }

    @Test
    void policyThatTakesAnObjectTakesItUnderTheIdBeforeToo() {
        Told told = taken(
                entry(5, 8, GREEN),
                views(WITHOUT_TICKET, 1, 9),
                wide(10, 7, Agreement.UNLIMITED),
                narrow(20, 5, Agreement.UNLIMITED));

        assertThat(told.ids()).containsExactly(told.name(0), told.name(1));
        assertThat(told.items()).extracting(Item::remains).containsOnly(0L);
    }

    @Test
    void idUnderWhichThePartnerHasTheObjectAfterwardsStays() {
        Told told = taken(
                EARLY, views(WITHOUT_TICKET, 1, 9), wide(10, 7, Agreement.UNLIMITED), views(WITHOUT_TICKET, 20, 5));

        assertThat(told.ids()).containsExactly(told.name(1));
        assertThat(told.items()).extracting(Item::remains).containsExactly(5L);
    }

    @Test
    void whatIsLeftComesBehindAllIdsThatAreToGo() {
        Obligations withoutMore = new Obligations(false, Set.of("x_ticket", "x_notes"), false, false);
        Told told = taken(
                EARLY,
                views(withoutMore, 1, 9),
                views(WITHOUT_TICKET, 10, 7),
                views(new Obligations(true, Set.of(), false, false), 20, 5));

        assertThat(told.ids()).containsExactly(told.name(0), told.name(1)).doesNotContain(told.name(2));
        assertThat(told.items()).extracting(Item::remains).containsExactly(0L, 5L);
    }
}
