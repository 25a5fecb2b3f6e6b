package org.entente.advisory;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.entente.http.ProblemException;
import org.entente.http.ProblemType;
import org.junit.jupiter.api.Test;

class OneAtATimeTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final OneAtATime withdrawals = new OneAtATime();

    @Test
    void anotherMeanwhileIsRefusedAndOneAfterwardsIsDone() {
        AtomicReference<UniEmitter<? super Integer>> first = new AtomicReference<>();
        UniAssertSubscriber<Integer> underWay = withdrawals
                .run(Uni.createFrom().<Integer>emitter(first::set))
                .subscribe()
                .withSubscriber(UniAssertSubscriber.create());

        refused();
        first.get().complete(1);
        underWay.awaitItem(PATIENCE).assertItem(1);
        done();
    }

    @Test
    void oneThatFailsOrIsGivenUpLetsTheNextIn() {
        withdrawals
                .run(Uni.createFrom().failure(new IllegalStateException("broken")))
                .subscribe()
                .withSubscriber(UniAssertSubscriber.create())
                .awaitFailure(PATIENCE);
        done();

        withdrawals.run(Uni.createFrom().nothing()).subscribe().with(any -> {}).cancel();
        done();
    }

    private void refused() {
        assertThatThrownBy(
                        () -> withdrawals.run(Uni.createFrom().item(2)).await().atMost(PATIENCE))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> org.assertj.core.api.Assertions.assertThat(problem.type())
                                .isEqualTo(ProblemType.UNAVAILABLE));
    }

    private void done() {
        withdrawals
                .run(Uni.createFrom().item(3))
                .subscribe()
                .withSubscriber(UniAssertSubscriber.create())
                .awaitItem(PATIENCE)
                .assertItem(3);
    }
}
