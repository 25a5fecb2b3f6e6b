package org.entente.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BodyBudgetTest {

    private final BodyBudget budget = new BodyBudget(BoundedGzipTest.AT_MOST_2000_BYTES);

    @Test
    void bodiesTogetherAreBounded() {
        BodyBudget.Share one = budget.open();
        BodyBudget.Share other = budget.open();

        assertThat(one.take(1500)).isTrue();
        assertThat(other.take(501)).isFalse();
        assertThat(other.take(500)).isTrue();
    }

    @Test
    void whatARequestTookIsGivenBackOnce() {
        BodyBudget.Share one = budget.open();
        BodyBudget.Share other = budget.open();
        one.take(1000);
        other.take(1000);

        one.close();
        one.close();

        assertThat(budget.open().take(1001)).isFalse();
        assertThat(budget.open().take(1000)).isTrue();
    }
}
