package org.entente.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.entente.log.LoggedTies.LoggedContainer;
import org.entente.log.Ties.Restriction;
import org.entente.log.Waiting.Own;
import org.entente.stix.StixId;
import org.junit.jupiter.api.Test;

class TiesTest {

    private static final String XA = "xa-cert";
    private static final StixId INDICATOR = id("indicator", 1);
    private static final StixId MALWARE = id("malware", 2);
    private static final StixId RELATIONSHIP = id("relationship", 3);
    private static final StixId REPORT = id("report", 4);
    private static final StixId NOTE = id("note", 5);

    @Test
    void relationshipWaitsForBothEndsOfTheSameBatch() {
        Waiting relationship = waiting(RELATIONSHIP, 30, INDICATOR, MALWARE);

        Ties ties = new Ties(List.of(relationship, waiting(INDICATOR, 10), waiting(MALWARE, 20)), LoggedTies.NONE);

        assertThat(ties.whole(relationship)).containsExactlyInAnyOrder(Set.of(10), Set.of(20));
    }

    @Test
    void anyClassAnEndIsAssertedUnderWillDo() {
        Waiting relationship = waiting(RELATIONSHIP, 30, INDICATOR);

        Ties ties = new Ties(List.of(relationship, waiting(INDICATOR, 10)), logged(INDICATOR, Set.of(7, 8)));

        assertThat(ties.whole(relationship)).containsExactly(Set.of(7, 8, 10));
    }

    @Test
    void objectNobodyHasSentAddsNoCondition() {
        Waiting relationship = waiting(RELATIONSHIP, 30, INDICATOR);

        assertThat(new Ties(List.of(relationship), LoggedTies.NONE).whole(relationship))
                .isEmpty();
    }

    @Test
    void conditionsPassThroughAnObjectOfTheSameBatch() {
        Waiting note = waiting(NOTE, 50, REPORT);
        Waiting report = waiting(REPORT, 40, MALWARE);

        Ties ties = new Ties(List.of(note, report, waiting(MALWARE, 20)), LoggedTies.NONE);

        assertThat(ties.whole(note)).containsExactlyInAnyOrder(Set.of(40), Set.of(20));
    }

    @Test
    void anotherSubmittersAssertionLoosensNothing() {
        Waiting relationship = waiting(RELATIONSHIP, 30, INDICATOR);
        Waiting ofOther = waiting("xb-cert", INDICATOR, 11, References.NONE);

        Ties ties = new Ties(List.of(relationship, waiting(INDICATOR, 10), ofOther), LoggedTies.NONE);

        assertThat(ties.whole(relationship)).containsExactly(Set.of(10));
    }

    @Test
    void objectsOfOthersCountByTheClassesTheSubmitterKnewThemBy() {
        Waiting note = waiting(XA, NOTE, 50, ofOthers(Map.of(REPORT, Set.of(5, 6))));
        Waiting about = waiting(REPORT, 40, NOTE);

        Ties ties = new Ties(List.of(note, about), LoggedTies.NONE);

        assertThat(ties.whole(note)).containsExactly(Set.of(5, 6));
        assertThat(ties.whole(about)).containsExactlyInAnyOrder(Set.of(50), Set.of(5, 6));
    }

    @Test
    void circlesOfReferencesEnd() {
        Waiting note = waiting(NOTE, 50, REPORT);
        Waiting report = waiting(REPORT, 40, NOTE, MALWARE);

        Ties ties = new Ties(List.of(note, report, waiting(MALWARE, 20)), LoggedTies.NONE);

        assertThat(ties.whole(note)).contains(Set.of(40), Set.of(20));
        assertThat(ties.whole(report)).contains(Set.of(50), Set.of(20));
    }

    @Test
    void ringOfManyClassesEndsSoonAndIsReleasedToNobodyElse() {
        int size = 3_000;
        List<Waiting> ring = IntStream.range(0, size)
                .mapToObj(i -> waiting(id("x-t" + i, i), i + 1, id("x-t" + (i + 1) % size, (i + 1) % size)))
                .toList();

        Ties ties = new Ties(ring, LoggedTies.NONE);

        assertThat(ties.whole(ring.get(0))).containsExactly(Set.of());
    }

    @Test
    void conditionItsOwnClassMeetsIsLeftOut() {
        Waiting report = waiting(REPORT, 40, NOTE);

        assertThat(new Ties(List.of(report), logged(NOTE, Set.of(40, 41))).whole(report))
                .isEmpty();
    }

    @Test
    void containerIsTrimmedOfItsMembersAndWithheldWithoutAny() {
        Waiting report = waiting(REPORT, 40, ownMembers(INDICATOR, MALWARE));

        Ties ties = new Ties(List.of(report, waiting(INDICATOR, 10), waiting(MALWARE, 20)), LoggedTies.NONE);
        Restriction restriction =
                ties.container(report, Map.of(new Own(INDICATOR, XA), Set.of(10), new Own(MALWARE, XA), Set.of(21)));

        assertThat(restriction.members())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(INDICATOR, List.of(Set.of(10)), MALWARE, List.of(Set.of(21))));
        assertThat(restriction.ties()).containsExactly(Set.of(10, 21));
    }

    @Test
    void containerWithAMemberNobodyIsKeptFromIsNotWithheldForTheOthers() {
        Waiting withUnknown = waiting(REPORT, 40, members(true, Map.of(INDICATOR, Set.of())));
        Waiting withOneOfItsOwnClass = waiting(NOTE, 50, ownMembers(INDICATOR, MALWARE));

        Ties ties = new Ties(
                List.of(withUnknown, withOneOfItsOwnClass, waiting(INDICATOR, 10), waiting(MALWARE, 50)),
                LoggedTies.NONE);
        Map<Own, Set<Integer>> effective = Map.of(new Own(INDICATOR, XA), Set.of(10), new Own(MALWARE, XA), Set.of(50));

        assertThat(ties.container(withUnknown, effective).ties()).isEmpty();
        assertThat(ties.container(withUnknown, effective).members()).containsOnlyKeys(INDICATOR);
        assertThat(ties.container(withOneOfItsOwnClass, effective).ties()).isEmpty();
        assertThat(ties.container(withOneOfItsOwnClass, effective).members()).containsOnlyKeys(INDICATOR);
    }

    @Test
    void whatRefersToAContainerWaitsForAllItsMembers() {
        Waiting report = waiting(REPORT, 40, ownMembers(INDICATOR, MALWARE));
        Waiting relationship = waiting(RELATIONSHIP, 30, REPORT);
        Waiting note = waiting(NOTE, 50, ownMembers(REPORT));

        Ties ties = new Ties(
                List.of(report, relationship, note, waiting(INDICATOR, 10), waiting(MALWARE, 20)), LoggedTies.NONE);
        Restriction ofNote = ties.container(note, Map.of());

        assertThat(ties.whole(relationship)).containsExactlyInAnyOrder(Set.of(40), Set.of(10), Set.of(20));
        assertThat(ofNote.members().get(REPORT)).containsExactlyInAnyOrder(Set.of(40), Set.of(10), Set.of(20));
        assertThat(ofNote.ties()).containsExactlyInAnyOrder(Set.of(40), Set.of(10), Set.of(20));
    }

    @Test
    void whatRefersToALoggedContainerWaitsForItsMembersToo() {
        LoggedTies logged = new LoggedTies(
                Map.of(new Own(REPORT, XA), Set.of(41)),
                Map.of(
                        REPORT,
                        List.of(
                                new LoggedContainer(XA, 41, Set.of(Set.of(10))),
                                new LoggedContainer("xb-cert", 42, Set.of(Set.of(11))))));
        Waiting ofOwn = waiting(RELATIONSHIP, 30, REPORT);
        Waiting ofOthers = waiting(NOTE, 50, ofOthers(Map.of(REPORT, Set.of(42))));

        Ties ties = new Ties(List.of(ofOwn, ofOthers), logged);

        assertThat(ties.whole(ofOwn)).containsExactlyInAnyOrder(Set.of(41), Set.of(10));
        assertThat(ties.whole(ofOthers)).containsExactlyInAnyOrder(Set.of(42), Set.of(11));
    }

    @Test
    void observedDataIsNotLeftWithRelationshipsAlone() {
        StixId observed = id("observed-data", 6);
        StixId address = id("ipv4-addr", 7);
        Waiting data = waiting(observed, 60, ownMembers(RELATIONSHIP, address));

        Ties ties = new Ties(List.of(data, waiting(RELATIONSHIP, 30), waiting(address, 70)), LoggedTies.NONE);
        Restriction restriction =
                ties.container(data, Map.of(new Own(RELATIONSHIP, XA), Set.of(30), new Own(address, XA), Set.of(70)));

        assertThat(restriction.ties()).containsExactly(Set.of(70));
    }

    @Test
    void containersThatHoldOneAnotherEnd() {
        Waiting report = waiting(REPORT, 40, ownMembers(NOTE, INDICATOR));
        Waiting note = waiting(NOTE, 50, ownMembers(REPORT));

        Ties ties = new Ties(List.of(report, note, waiting(INDICATOR, 10)), LoggedTies.NONE);
        Map<Own, Set<Integer>> effective = Map.of(new Own(INDICATOR, XA), Set.of(10));

        assertThat(ties.container(note, effective).members().get(REPORT)).contains(Set.of(40), Set.of(10));
        assertThat(ties.container(report, effective).ties()).containsExactly(Set.of(10));
    }

    @Test
    void containerOfTooManyContainersIsReleasedToNobodyElse() {
        int size = 2 * Ties.CONDITIONS_MAX;
        List<Waiting> batch = new ArrayList<>();
        Map<StixId, Set<Integer>> reports = new HashMap<>();
        for (int i = 0; i < size; i++) {
            StixId inner = id("indicator", 1_000 + i);
            StixId report = id("report", 10_000 + i);
            batch.add(waiting(inner, 1_000 + i));
            batch.add(waiting(report, 10_000 + i, ownMembers(inner)));
            reports.put(report, Set.of());
        }
        Waiting all = waiting(REPORT, 40, members(false, reports));
        batch.add(all);

        assertThat(new Ties(batch, LoggedTies.NONE).container(all, Map.of()).ties())
                .containsExactly(Set.of());
    }

    private static StixId id(String type, int number) {
        return new StixId(type, new UUID(0, number));
    }

    private static LoggedTies logged(StixId id, Set<Integer> classes) {
        return new LoggedTies(Map.of(new Own(id, XA), classes), Map.of());
    }

    private static References ofOthers(Map<StixId, Set<Integer>> others) {
        return new References(Set.of(), others, Map.of(), false, Set.of());
    }

    /** Members as intake tells them: with an empty set where they are the submitter's own. */
    private static References members(boolean free, Map<StixId, Set<Integer>> members) {
        return new References(Set.of(), Map.of(), members, free, Set.of());
    }

    private static References ownMembers(StixId... members) {
        return members(false, Stream.of(members).collect(Collectors.toMap(m -> m, m -> Set.of())));
    }

    private static Waiting waiting(StixId id, int classNumber, StixId... ties) {
        return waiting(XA, id, classNumber, References.toOwn(Set.of(ties)));
    }

    private static Waiting waiting(StixId id, int classNumber, References references) {
        return waiting(XA, id, classNumber, references);
    }

    private static Waiting waiting(String submitter, StixId id, int classNumber, References references) {
        OffsetDateTime version = OffsetDateTime.parse("2026-01-01T00:00:00Z");
        return new Waiting(
                id.uuid().getLeastSignificantBits(), 1, id, 1, version, classNumber, submitter, true, references);
    }
}
