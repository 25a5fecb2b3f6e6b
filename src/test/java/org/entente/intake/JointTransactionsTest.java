package org.entente.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgException;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.entente.log.Assertion;
import org.entente.log.Feed;
import org.entente.log.LogWriter;
import org.entente.log.References;
import org.entente.log.ReleaseClass;
import org.entente.party.Audience;
import org.entente.party.PartnerId;
import org.entente.stix.StixId;
import org.entente.stix.Tlp;
import org.junit.jupiter.api.Test;

class JointTransactionsTest {

    private static final PartnerId XA = new PartnerId("xa-cert");
    private static final byte[] NOTHING = new byte[0];
    private static final Pool NO_POOL = Pool.newInstance((io.vertx.sqlclient.Pool) Proxy.newProxyInstance(
            Pool.class.getClassLoader(), new Class<?>[] {io.vertx.sqlclient.Pool.class}, (proxy, method, args) -> {
                throw new UnsupportedOperationException(method.getName());
            }));

    /** What is under way: the ids of its submissions, and its end. */
    private record Turn(List<Integer> submissions, CompletableFuture<Void> end) {}

    private final BlockingQueue<Turn> turns = new LinkedBlockingQueue<>();
    private final JointTransactions joint =
            new JointTransactions(log(), new Submissions(NO_POOL, new ObjectMapper().findAndRegisterModules()));

    @Test
    void whatComesMeanwhileGoesTogether() throws Exception {
        commit(1, 101);
        Turn first = nextTurn();
        commit(2, 102);
        commit(3, 103);
        assertThat(turns).isEmpty();

        first.end().complete(null);

        assertThat(nextTurn().submissions()).containsExactly(2, 3);
    }

    @Test
    void whatStandsInAnothersWayGoesAloneAndHoldsUpNobody() throws Exception {
        commit(1, 101);
        Turn first = nextTurn();
        CompletableFuture<JointTransactions.Outcome> earlier = commit(2, 102);
        CompletableFuture<JointTransactions.Outcome> same = commit(3, 102);
        commit(4, 104);

        first.end().complete(null);
        Turn second = nextTurn();
        assertThat(second.submissions()).containsExactly(2, 4);
        assertThat(same).isNotDone();
        second.end().complete(null);

        assertThat(earlier.get(10, TimeUnit.SECONDS)).isEqualTo(JointTransactions.Outcome.COMMITTED);
        assertThat(same.get(10, TimeUnit.SECONDS)).isEqualTo(JointTransactions.Outcome.GO_ALONE);
    }

    @Test
    void whatComesWhileTheSameIsUnderWayGoesAloneOnceThatIsThere() throws Exception {
        commit(1, 101);
        Turn first = nextTurn();
        CompletableFuture<JointTransactions.Outcome> same = commit(2, 101);
        commit(3, 103);

        first.end().complete(null);

        assertThat(nextTurn().submissions()).containsExactly(3);
        assertThat(same.get(10, TimeUnit.SECONDS)).isEqualTo(JointTransactions.Outcome.GO_ALONE);
    }

    @Test
    void muchDoesNotGoBesideWhatItStandsInTheWayOf() throws Exception {
        commit(1, 101);
        Turn first = nextTurn();
        CompletableFuture<JointTransactions.Outcome> same = commit(2, 101, 1_000);
        commit(3, 2_000, 1_000);

        assertThat(nextTurn().submissions()).containsExactly(3);
        assertThat(same).isNotDone();
        first.end().complete(null);
        assertThat(same.get(10, TimeUnit.SECONDS)).isEqualTo(JointTransactions.Outcome.GO_ALONE);
    }

    @Test
    void whatFailedIsInNobodysWayAnyMore() throws Exception {
        CompletableFuture<JointTransactions.Outcome> failing = commit(1, 101);
        nextTurn().end().completeExceptionally(new PgException("duplicate key", "ERROR", "23505", ""));
        assertThat(failing.get(10, TimeUnit.SECONDS)).isEqualTo(JointTransactions.Outcome.GO_ALONE);

        CompletableFuture<JointTransactions.Outcome> again = commit(2, 101);
        nextTurn().end().complete(null);

        assertThat(again.get(10, TimeUnit.SECONDS)).isEqualTo(JointTransactions.Outcome.COMMITTED);
    }

    private Turn nextTurn() throws InterruptedException {
        Turn turn = turns.poll(10, TimeUnit.SECONDS);
        assertThat(turn).isNotNull();
        return turn;
    }

    private CompletableFuture<JointTransactions.Outcome> commit(int submission, int object) {
        return commit(submission, object, 1);
    }

    /** Of so many objects, from this one on. */
    private CompletableFuture<JointTransactions.Outcome> commit(int submission, int from, int objects) {
        UUID id = new UUID(0, submission);
        List<Assertion> assertions = IntStream.range(from, from + objects)
                .mapToObj(JointTransactionsTest::assertion)
                .toList();
        SubmissionRequest request = new SubmissionRequest(
                XA, SubmissionRequest.Shape.BUNDLE, NOTHING, Audience.OPEN, false, Optional.empty());
        SubmissionStatus status = new StatusWriter(id, Instant.EPOCH).write(List.of(), List.of(), List.of());
        return joint.commit(new JointTransactions.Submission(
                        new LogWriter.Submitted(id, assertions, Set.of(), Optional.empty()),
                        new Submissions.Fresh(request, Instant.EPOCH, NOTHING, status)))
                .subscribeAsCompletionStage();
    }

    private static Assertion assertion(int object) {
        ReleaseClass stated = ReleaseClass.plain(Tlp.GREEN, Feed.THREATS, "indicator", XA, Audience.OPEN);
        return new Assertion(
                new StixId("indicator", new UUID(0, object)), Instant.EPOCH, NOTHING, NOTHING, stated, References.NONE);
    }

    private LogWriter log() {
        return (LogWriter) Proxy.newProxyInstance(
                LogWriter.class.getClassLoader(), new Class<?>[] {LogWriter.class}, (proxy, method, args) -> {
                    List<?> submissions = (List<?>) args[0];
                    Turn turn = new Turn(
                            submissions.stream()
                                    .map(s -> (int) ((LogWriter.Submitted) s)
                                            .submissionId()
                                            .getLeastSignificantBits())
                                    .toList(),
                            new CompletableFuture<>());
                    turns.add(turn);
                    return Uni.createFrom().completionStage(turn.end());
                });
    }
}
