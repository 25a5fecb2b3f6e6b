package org.entente.http;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class BodyBudgetTest {

    private final BodyBudget budget = new BodyBudget(BoundedGzipTest.AT_MOST_2000_BYTES);

    @Test
    void bodiesTogetherAreBounded() {
        BodyBudget.Share one = budget.open();
        BodyBudget.Share other = budget.open();

        one.takeOrFail(1500);

        assertThatThrownBy(() -> other.takeOrFail(501)).isInstanceOf(ProblemException.class);
        assertThatCode(() -> other.takeOrFail(500)).doesNotThrowAnyException();
    }

    @Test
    void whatARequestTookIsGivenBackOnce() {
        BodyBudget.Share one = budget.open();
        BodyBudget.Share other = budget.open();
        one.takeOrFail(1000);
        other.takeOrFail(1000);

        one.close();
        one.close();

        assertThatThrownBy(() -> budget.open().takeOrFail(1001)).isInstanceOf(ProblemException.class);
        assertThatCode(() -> budget.open().takeOrFail(1000)).doesNotThrowAnyException();
    }
}
