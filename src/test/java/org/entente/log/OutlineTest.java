package org.entente.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class OutlineTest {

    private static final Outline OUTLINE =
            new Outline(new long[] {3, 7, 9, 20}, new int[] {10, 10, 50, 10}, List.of(), false, 1);

    @Test
    void partHoldsWhatFitsAndOneEntryAtLeast() {
        assertThat(OUTLINE.from(0, 25)).containsExactly(3, 7);
        assertThat(OUTLINE.from(0, 20)).containsExactly(3, 7);
        assertThat(OUTLINE.from(2, 25)).containsExactly(9);
        assertThat(OUTLINE.from(2, 1_000)).containsExactly(9, 20);
        assertThat(OUTLINE.from(3, 1)).containsExactly(20);
    }

    @Test
    void goesOnAfterWhatWasSent() {
        assertThat(OUTLINE.after(7)).isEqualTo(2);
        assertThat(OUTLINE.after(20)).isEqualTo(OUTLINE.size());
        assertThat(OUTLINE.after(8)).isEqualTo(2);
        assertThat(OUTLINE.after(1)).isZero();
    }
}
