package org.entente.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PortionsTest {

    /** Of Kafka's controller: a request that takes more records is refused as a whole. */
    private static final int RECORDS_MAX = 10_000;

    private static final List<Integer> MANY = IntStream.range(0, 3_000).boxed().toList();

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 53, 9_000})
    void whatIsAskedForManyPartnersIsSplitIntoRequestsThatAreNotTooLarge(int recordsEach) {
        List<List<Integer>> portions = Portions.of(MANY, recordsEach);

        assertThat(portions.stream().flatMap(List::stream)).containsExactlyElementsOf(MANY);
        assertThat(portions)
                .allSatisfy(portion -> assertThat(portion.size() * recordsEach).isBetween(1, RECORDS_MAX));
    }

    @Test
    void nothingIsAskedForNobody() {
        List<List<Integer>> asked = new ArrayList<>();

        Portions.inTurn(List.<Integer>of(), 1, portion -> Uni.createFrom().item(asked.add(portion)))
                .await()
                .atMost(Duration.ofSeconds(10));

        assertThat(asked).isEmpty();
    }

    @Test
    void whatFailsEndsTheTurnAndKeepsWhatWasDone() {
        List<List<Integer>> done = new ArrayList<>();
        Uni<Void> asked = Portions.inTurn(
                MANY,
                4,
                portion -> done.size() == 2
                        ? Uni.createFrom().failure(new IllegalStateException("away"))
                        : Uni.createFrom().item(() -> done.add(portion)));

        assertThatThrownBy(() -> asked.await().atMost(Duration.ofSeconds(10))).hasMessage("away");

        assertThat(done).isEqualTo(Portions.of(MANY, 4).subList(0, 2));
    }
}
