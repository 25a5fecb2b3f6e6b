package org.entente.review;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Which held objects are released together, and which cannot be. */
class ReleasePlanTest {

    private static final UUID A = new UUID(0, 1);
    private static final UUID B = new UUID(0, 2);
    private static final UUID C = new UUID(0, 3);
    private static final UUID D = new UUID(0, 4);

    @Test
    void objectsThatReferToOneAnotherGoTogether() {
        ReleasePlan plan = ReleasePlan.of(List.of(A, B, C), Map.of(A, Set.of(B), B, Set.of(A)), Map.of());

        assertThat(plan.hindered()).isEmpty();
        assertThat(plan.groups()).containsExactly(List.of(A, B), List.of(C));
    }

    @Test
    void whatNeedsSomethingThatIsNotChosenIsHinderedAndWhatNeedsThatToo() {
        ReleasePlan plan = ReleasePlan.of(List.of(A, B, C), Map.of(A, Set.of(B), B, Set.of(D)), Map.of());

        assertThat(plan.hindered()).containsOnlyKeys(A, B);
        assertThat(plan.groups()).containsExactly(List.of(C));
    }

    @Test
    void whatNeedsSomethingHinderedIsHindered() {
        ReleasePlan plan =
                ReleasePlan.of(List.of(A, B, C), Map.of(A, Set.of(B), C, Set.of(A)), Map.of(B, "It is broken."));

        assertThat(plan.hindered()).containsEntry(B, "It is broken.").containsOnlyKeys(A, B, C);
        assertThat(plan.groups()).isEmpty();
    }

    @Test
    void chainOfReferencesIsOneGroupAndEachIsInOne() {
        ReleasePlan plan =
                ReleasePlan.of(List.of(A, B, C, D), Map.of(A, Set.of(B), B, Set.of(C), D, Set.of(C)), Map.of());

        assertThat(plan.groups()).hasSize(1);
        assertThat(plan.groups().get(0)).containsExactlyInAnyOrder(A, B, C, D);
    }
}
