package org.entente.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.entente.stix.StixId;
import org.junit.jupiter.api.Test;

class ReferencesTextTest {

    private static final StixId INDICATOR = new StixId("indicator", new UUID(0, 1));
    private static final StixId MALWARE = new StixId("malware", new UUID(0, 2));
    private static final StixId TOOL = new StixId("tool", new UUID(0, 3));

    @Test
    void readingReferencesIsTheInverseOfWriting() {
        References references = new References(
                Set.of(INDICATOR),
                Map.of(MALWARE, Set.of(3, 12)),
                Map.of(TOOL, Set.of(), MALWARE, Set.of(4)),
                true,
                Set.of(MALWARE));

        assertThat(ReferencesText.references(
                        ReferencesText.ties(references),
                        ReferencesText.members(references),
                        ReferencesText.ids(references.foreign())))
                .isEqualTo(references);
        assertThat(ReferencesText.references(null, null, null)).isEqualTo(References.NONE);
        assertThat(ReferencesText.ties(References.NONE)).isNull();
    }

    @Test
    void readingLinksIsTheInverseOfWritingAndAConditionNobodyMeetsStaysOne() {
        Map<StixId, List<Set<Integer>>> members =
                Map.of(INDICATOR, List.of(Set.of(1, 2), Set.of(7)), MALWARE, List.of(Set.of()));

        assertThat(ReferencesText.readLinks(ReferencesText.links(members))).isEqualTo(members);
    }

    @Test
    void conditionsQueuedBeforeIdsWereKeptStillCount() {
        References read = ReferencesText.references(INDICATOR + " 4,5 9", null, null);

        assertThat(read.own()).containsExactly(INDICATOR);
        assertThat(read.others().values()).containsExactlyInAnyOrder(Set.of(4, 5), Set.of(9));
    }

    @Test
    void whatCannotBeReadIsNeverSkipped() {
        assertThatThrownBy(() -> ReferencesText.references("nonsense", null, null))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ReferencesText.links(INDICATOR + "=x", null))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
