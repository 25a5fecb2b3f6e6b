package org.entente.advisory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.entente.http.ProblemException;
import org.entente.http.ProblemType;
import org.entente.party.PartnerId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RenderThreadsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final PartnerId GREEDY = new PartnerId("xa-cert");

    private final RenderThreads threads = new RenderThreads();
    private final CountDownLatch gate = new CountDownLatch(1);

    @AfterEach
    void stop() {
        gate.countDown();
        threads.stop();
    }

    @Test
    void moreThanMayWaitIsRefusedAndThoseThatWaitAreServed() {
        List<UniAssertSubscriber<Integer>> taken = new ArrayList<>();
        for (int i = 0; i < RenderThreads.SIZE + RenderThreads.WAITING_MAX; i++) {
            taken.add(asked(this::rendered));
        }

        assertThatThrownBy(() ->
                        threads.run(Optional.empty(), this::rendered).await().atMost(PATIENCE))
                .isInstanceOf(RejectedExecutionException.class);
        gate.countDown();
        assertThat(taken).allSatisfy(one -> one.awaitItem(PATIENCE).assertItem(1));
    }

    @Test
    void renderingThatFailsFailsAloneAndLeavesItsThread() {
        assertThatThrownBy(() -> threads.run(Optional.empty(), () -> {
                            throw new IllegalStateException("broken");
                        })
                        .await()
                        .atMost(PATIENCE))
                .hasMessage("broken");

        gate.countDown();
        asked(this::rendered).awaitItem(PATIENCE).assertItem(1);
    }

    @Test
    void partnerThatHasItsShareUnderWayIsRefusedAloneUntilOneIsOver() {
        List<UniAssertSubscriber<Integer>> taken = new ArrayList<>();
        for (int i = 0; i < RenderThreads.PER_PARTNER_MAX; i++) {
            taken.add(asked(Optional.of(GREEDY), this::rendered));
        }
        // Whoever goes away leaves the work behind, and so the place taken.
        taken.remove(taken.size() - 1).cancel();

        assertThatThrownBy(() ->
                        threads.run(Optional.of(GREEDY), this::rendered).await().atMost(PATIENCE))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refused -> assertThat(refused.type()).isEqualTo(ProblemType.TOO_MANY_REQUESTS));
        taken.add(asked(Optional.of(new PartnerId("xb-cert")), this::rendered));
        taken.add(asked(this::rendered));
        gate.countDown();
        assertThat(taken).allSatisfy(one -> one.awaitItem(PATIENCE).assertItem(1));
        asked(Optional.of(GREEDY), this::rendered).awaitItem(PATIENCE).assertItem(1);
    }

    private UniAssertSubscriber<Integer> asked(Supplier<Integer> work) {
        return asked(Optional.empty(), work);
    }

    private UniAssertSubscriber<Integer> asked(Optional<PartnerId> reader, Supplier<Integer> work) {
        return threads.run(reader, work).subscribe().withSubscriber(UniAssertSubscriber.create());
    }

    private int rendered() {
        try {
            gate.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        return 1;
    }
}
