package org.entente.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
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

        Ties ties = new Ties(List.of(relationship, waiting(INDICATOR, 10), waiting(MALWARE, 20)), Map.of());

        assertThat(ties.of(relationship)).containsExactlyInAnyOrder(Set.of(10), Set.of(20));
    }

    @Test
    void anyClassAnEndIsAssertedUnderWillDo() {
        Waiting relationship = waiting(RELATIONSHIP, 30, INDICATOR);

        Ties ties = new Ties(
                List.of(relationship, waiting(INDICATOR, 10)), Map.of(new Waiting.Own(INDICATOR, XA), Set.of(7, 8)));

        assertThat(ties.of(relationship)).containsExactly(Set.of(7, 8, 10));
    }

    @Test
    void objectNobodyHasSentAddsNoCondition() {
        Waiting relationship = waiting(RELATIONSHIP, 30, INDICATOR);

        assertThat(new Ties(List.of(relationship), Map.of()).of(relationship)).isEmpty();
    }

    @Test
    void conditionsPassThroughAnObjectOfTheSameBatch() {
        Waiting note = waiting(NOTE, 50, REPORT);
        Waiting report = waiting(REPORT, 40, MALWARE);

        Ties ties = new Ties(List.of(note, report, waiting(MALWARE, 20)), Map.of());

        assertThat(ties.of(note)).containsExactlyInAnyOrder(Set.of(40), Set.of(20));
    }

    @Test
    void anotherSubmittersAssertionLoosensNothing() {
        Waiting relationship = waiting(RELATIONSHIP, 30, INDICATOR);
        Waiting ofOther = waiting("xb-cert", INDICATOR, 11, List.of());

        Ties ties = new Ties(List.of(relationship, waiting(INDICATOR, 10), ofOther), Map.of());

        assertThat(ties.of(relationship)).containsExactly(Set.of(10));
    }

    @Test
    void objectsOfOthersCountByTheClassesTheSubmitterKnewThemBy() {
        Waiting note = waiting(XA, NOTE, 50, List.of(Set.of(5, 6)));
        Waiting about = waiting(REPORT, 40, NOTE);

        Ties ties = new Ties(List.of(note, about), Map.of());

        assertThat(ties.of(note)).containsExactly(Set.of(5, 6));
        assertThat(ties.of(about)).containsExactlyInAnyOrder(Set.of(50), Set.of(5, 6));
    }

    @Test
    void circlesOfReferencesEnd() {
        Waiting note = waiting(NOTE, 50, REPORT);
        Waiting report = waiting(REPORT, 40, NOTE, MALWARE);

        Ties ties = new Ties(List.of(note, report, waiting(MALWARE, 20)), Map.of());

        assertThat(ties.of(note)).contains(Set.of(40), Set.of(20));
        assertThat(ties.of(report)).contains(Set.of(50), Set.of(20));
    }

    @Test
    void ringOfManyClassesEndsSoonAndIsReleasedToNobodyElse() {
        int size = 3_000;
        List<Waiting> ring = IntStream.range(0, size)
                .mapToObj(i -> waiting(id("x-t" + i, i), i + 1, id("x-t" + (i + 1) % size, (i + 1) % size)))
                .toList();

        Ties ties = new Ties(ring, Map.of());

        assertThat(ties.of(ring.get(0))).containsExactly(Set.of());
    }

    @Test
    void conditionItsOwnClassMeetsIsLeftOut() {
        Waiting report = waiting(REPORT, 40, NOTE);

        assertThat(new Ties(List.of(report), Map.of(new Waiting.Own(NOTE, XA), Set.of(40, 41))).of(report))
                .isEmpty();
    }

    private static StixId id(String type, int number) {
        return new StixId(type, new UUID(0, number));
    }

    private static Waiting waiting(StixId id, int classNumber, StixId... ties) {
        return waiting(XA, id, classNumber, List.of(), ties);
    }

    private static Waiting waiting(
            String submitter, StixId id, int classNumber, List<Set<Integer>> conditions, StixId... ties) {
        OffsetDateTime version = OffsetDateTime.parse("2026-01-01T00:00:00Z");
        return new Waiting(
                id.uuid().getLeastSignificantBits(),
                1,
                id,
                1,
                version,
                classNumber,
                submitter,
                true,
                List.of(ties),
                conditions);
    }
}
