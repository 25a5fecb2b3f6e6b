package org.entente.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JointTransactionsTest {

    private static final PartnerId XA = new PartnerId("xa-cert");
    private static final PartnerId XB = new PartnerId("xb-cert");
    private static final String TOGETHER = "together";
    private static final String ALONE = "alone";
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
        CompletableFuture<String> earlier = commit(2, 102);
        CompletableFuture<String> same = commit(3, 102);
        commit(4, 104);

        first.end().complete(null);
        Turn second = nextTurn();
        assertThat(second.submissions()).containsExactly(2, 4);
        assertThat(same).isNotDone();
        second.end().complete(null);

        assertThat(earlier.get(10, TimeUnit.SECONDS)).isEqualTo(TOGETHER);
        assertThat(same.get(10, TimeUnit.SECONDS)).isEqualTo(ALONE);
    }

    @Test
    void whatComesWhileTheSameIsUnderWayGoesAloneOnceThatIsThere() throws Exception {
        commit(1, 101);
        Turn first = nextTurn();
        CompletableFuture<String> same = commit(2, 101);
        commit(3, 103);

        first.end().complete(null);

        assertThat(nextTurn().submissions()).containsExactly(3);
        assertThat(same.get(10, TimeUnit.SECONDS)).isEqualTo(ALONE);
    }

    @Test
    void muchDoesNotGoBesideWhatItStandsInTheWayOf() throws Exception {
        commit(1, 101);
        Turn first = nextTurn();
        CompletableFuture<String> same = commit(2, 101, 1_000);
        commit(3, 2_000, 1_000);

        assertThat(nextTurn().submissions()).containsExactly(3);
        assertThat(same).isNotDone();
        first.end().complete(null);
        assertThat(same.get(10, TimeUnit.SECONDS)).isEqualTo(ALONE);
    }

    @Test
    void whatFailedIsInNobodysWayAnyMore() throws Exception {
        CompletableFuture<String> failing = commit(1, 101);
        nextTurn().end().completeExceptionally(new PgException("duplicate key", "ERROR", "23505", ""));
        assertThat(failing.get(10, TimeUnit.SECONDS)).isEqualTo(ALONE);

        CompletableFuture<String> again = commit(2, 101);
        nextTurn().end().complete(null);

        assertThat(again.get(10, TimeUnit.SECONDS)).isEqualTo(TOGETHER);
    }

    @Test
    void whatOthersSayOfTheSameVersionIsInNobodysWay() throws Exception {
        commit(1, 101);
        Turn first = nextTurn();
        CompletableFuture<String> other = commit(XB, 2, List.of(assertion(XB, 101, "other bytes")), Set.of());

        first.end().complete(null);
        Turn second = nextTurn();
        second.end().complete(null);

        assertThat(second.submissions()).containsExactly(2);
        assertThat(other.get(10, TimeUnit.SECONDS)).isEqualTo(TOGETHER);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void sameBytesFromAnybodyGoAloneWhetherOrNotTheyAreNew(boolean stored) throws Exception {
        commit(1, 101);
        Turn first = nextTurn();
        CompletableFuture<String> same = commit(XB, 2, List.of(assertion(XB, 101, "")), stored ? Set.of(0) : Set.of());
        commit(3, 103);
        first.end().complete(null);

        assertThat(nextTurn().submissions()).containsExactly(3);
        assertThat(same.get(10, TimeUnit.SECONDS)).isEqualTo(ALONE);
    }

    @Test
    void whatGoesAloneIsWaitedForOneAfterTheOther() throws Exception {
        CompletableFuture<Void> firstEnd = new CompletableFuture<>();
        CompletableFuture<Void> secondEnd = new CompletableFuture<>();
        CompletableFuture<Void> first = alone(XA, firstEnd);
        CompletableFuture<Void> second = alone(XA, secondEnd);
        CompletableFuture<String> together = commit(1, 101);
        CompletableFuture<Void> others = alone(XB, CompletableFuture.completedFuture(null));
        commit(2, 102);

        assertThat(others).isCompleted();
        assertThat(nextTurn().submissions()).containsExactly(2);
        secondEnd.complete(null);
        assertThat(second).isNotDone();
        assertThat(together).isNotDone();
        firstEnd.complete(null);

        first.get(10, TimeUnit.SECONDS);
        second.get(10, TimeUnit.SECONDS);
        assertThat(together.get(10, TimeUnit.SECONDS)).isEqualTo(ALONE);
    }

    @Test
    void whatCountsAgainstAQuotaGoesOneByOne() throws Exception {
        CompletableFuture<Void> end = new CompletableFuture<>();
        CompletableFuture<Void> first = counted(101, end);
        CompletableFuture<Void> second = counted(102, CompletableFuture.completedFuture(null));

        assertThat(second).isNotDone();
        end.complete(null);

        first.get(10, TimeUnit.SECONDS);
        second.get(10, TimeUnit.SECONDS);
    }

    private CompletableFuture<Void> counted(int object, CompletableFuture<Void> end) {
        return joint.alone(
                        request(XA),
                        List.of(assertion(object)),
                        true,
                        () -> Uni.createFrom().completionStage(end))
                .subscribeAsCompletionStage();
    }

    @Test
    void whatFailedKeepsItsPlaceUntilItWentAlone() throws Exception {
        CompletableFuture<Void> end = new CompletableFuture<>();
        CompletableFuture<String> failing = commit(XA, 1, List.of(assertion(101)), Set.of(), end);
        nextTurn().end().completeExceptionally(new PgException("duplicate key", "ERROR", "23505", ""));
        CompletableFuture<String> same = commit(2, 101);
        commit(3, 103);

        assertThat(nextTurn().submissions()).containsExactly(3);
        assertThat(same).isNotDone();
        end.complete(null);

        assertThat(failing.get(10, TimeUnit.SECONDS)).isEqualTo(ALONE);
        assertThat(same.get(10, TimeUnit.SECONDS)).isEqualTo(ALONE);
    }

    @Test
    void allThatIsInItsWayIsWaitedFor() throws Exception {
        commit(1, 101, 1_000);
        commit(2, 2_001, 1_000);
        Turn first = nextTurn();
        Turn second = nextTurn();
        CompletableFuture<String> both = commit(3, 1_100, 1_000);

        first.end().complete(null);
        commit(4, 5_000, 1_000);
        assertThat(nextTurn().submissions()).containsExactly(4);
        assertThat(both).isNotDone();
        second.end().complete(null);

        assertThat(both.get(10, TimeUnit.SECONDS)).isEqualTo(ALONE);
    }

    private CompletableFuture<Void> alone(PartnerId submitter, CompletableFuture<Void> end) {
        return joint.alone(
                        request(submitter),
                        List.of(assertion(submitter, 101, "")),
                        false,
                        () -> Uni.createFrom().completionStage(end))
                .subscribeAsCompletionStage();
    }

    private Turn nextTurn() throws InterruptedException {
        Turn turn = turns.poll(10, TimeUnit.SECONDS);
        assertThat(turn).isNotNull();
        return turn;
    }

    private CompletableFuture<String> commit(int submission, int object) {
        return commit(submission, object, 1);
    }

    /** Of so many objects, from this one on. */
    private CompletableFuture<String> commit(int submission, int from, int objects) {
        return commit(
                XA,
                submission,
                IntStream.range(from, from + objects)
                        .mapToObj(JointTransactionsTest::assertion)
                        .toList(),
                Set.of());
    }

    private CompletableFuture<String> commit(
            PartnerId submitter, int submission, List<Assertion> assertions, Set<Integer> stored) {
        return commit(submitter, submission, assertions, stored, CompletableFuture.completedFuture(null));
    }

    private CompletableFuture<String> commit(
            PartnerId submitter,
            int submission,
            List<Assertion> assertions,
            Set<Integer> stored,
            CompletableFuture<Void> endAlone) {
        UUID id = new UUID(0, submission);
        SubmissionStatus status = new StatusWriter(id, Instant.EPOCH).write(List.of(), List.of(), List.of());
        return joint.append(
                        new JointTransactions.Submission(
                                new LogWriter.Submitted(id, assertions, stored, Optional.empty()),
                                new Submissions.Fresh(request(submitter), Instant.EPOCH, NOTHING, status)),
                        TOGETHER,
                        () -> Uni.createFrom().completionStage(endAlone).replaceWith(ALONE))
                .subscribeAsCompletionStage();
    }

    private static SubmissionRequest request(PartnerId submitter) {
        return new SubmissionRequest(
                submitter, SubmissionRequest.Shape.BUNDLE, NOTHING, Audience.OPEN, false, Optional.empty());
    }

    private static Assertion assertion(int object) {
        return assertion(XA, object, "");
    }

    private static Assertion assertion(PartnerId submitter, int object, String bytes) {
        ReleaseClass stated = ReleaseClass.plain(Tlp.GREEN, Feed.THREATS, "indicator", submitter, Audience.OPEN);
        byte[] content = bytes.getBytes(StandardCharsets.UTF_8);
        return new Assertion(
                new StixId("indicator", new UUID(0, object)),
                Instant.EPOCH,
                ContentDigest.of(content),
                content,
                stated,
                References.NONE);
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
