package org.entente.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.entente.log.LogTraces.Stretch;
import org.entente.party.PartnerId;
import org.entente.trace.TraceParent;
import org.entente.trace.TracesInMemory;
import org.junit.jupiter.api.Test;

class TracedDeliveriesTest {

    private final TracesInMemory traced = new TracesInMemory(1);
    private final RelayWorld world = new RelayWorld();
    private final PartnerId xb = world.partner("xb-cert");
    private final PartnerId xc = world.partner("xc-cert");

    TracedDeliveriesTest() {
        world.traces = traced.traces();
    }

    private TraceParent traceOf(long first, long last) {
        TraceParent trace = traced.request().parent().orElseThrow();
        world.stretches.add(new Stretch(trace, first, last));
        return trace;
    }

    @Test
    void submissionIsOneStepATransactionHoweverManyObjectsAndPartnersItHas() {
        // Given three entries of a traced submission, and two of others about them
        traceOf(2, 4);
        for (int i = 0; i < 5; i++) {
            world.log();
        }

        // When
        world.deliverAll();

        // Then
        assertThat(traced.names()).containsExactly("release", "commit", "relay");
        assertThat(traced.said("release")).isEqualTo(Map.of("entente.objects", 3L, "entente.records", 6L));
        assertThat(world.delivered(xb)).hasSize(5);
    }

    @Test
    void recordsOfWhatIsTracedAreTheSameAsOfWhatIsNot() {
        // Given
        String traceId = traceOf(2, 2).text().substring(3, 35);
        world.log();
        world.log();

        // When
        world.deliverAll();

        // Then
        var records = world.records();
        assertThat(records).hasSize(4).allSatisfy(sent -> {
            assertThat(sent.headers())
                    .extracting(header -> header.key())
                    .containsExactly(
                            "ce_specversion",
                            "ce_source",
                            "ce_id",
                            "ce_type",
                            "ce_subject",
                            "ce_time",
                            "ce_sequence",
                            "ce_tlp",
                            "ce_view",
                            "content-type");
            assertThat(sent.headers())
                    .noneMatch(header -> new String(header.value(), StandardCharsets.UTF_8).contains(traceId));
        });
    }

    @Test
    void transactionThatIsTakenBackIsToldAndSoIsTheNext() {
        // Given a policy that is narrowed while the record is under way
        traceOf(1, 1);
        int[] asked = {0};
        world.beforeDecisions = () -> {
            if (++asked[0] == 2) {
                world.close(xc);
            }
        };
        world.log();

        // When
        world.deliverAll();

        // Then
        assertThat(traced.names()).containsExactly("release", "commit", "relay", "release", "commit", "relay");
        assertThat(traced.spansThatWereTakenBack()).isEqualTo(2);
        assertThat(traced.said("release")).containsEntry("entente.records", 1L);
        assertThat(traced.traceIds()).hasSize(1);
    }

    @Test
    void partnerThatIsToGetItLaterIsAStepOfTheSameTrace() {
        // Given
        traceOf(1, 1);
        world.delay(xc, Duration.ofSeconds(60));
        world.log();
        world.secondsAfterStart(2);
        world.deliverAll();

        // When
        world.secondsAfterStart(62);
        world.deliverAll();

        // Then
        assertThat(world.delivered(xc)).hasSize(1);
        assertThat(traced.names()).containsExactly("release", "commit", "relay", "release", "commit", "relay");
        assertThat(traced.traceIds()).hasSize(1);
    }

    @Test
    void whatIsNotTracedIsNoStep() {
        traceOf(7, 9);
        world.log();

        world.deliverAll();

        assertThat(traced.names()).isEmpty();
        assertThat(world.delivered(xb)).hasSize(1);
    }

    @Test
    void recallIsOneStepATransactionHoweverManyPartnersAreTold() {
        // Given one that is traced, and one that is not
        world.log();
        world.log();
        world.deliverAll();
        world.recall(1, xb, xc);
        world.recall(2, xb);
        TraceParent trace = traced.request().parent().orElseThrow();
        world.recalls.items.stream()
                .filter(item -> item.position() == 1)
                .forEach(item -> world.acts.keep(item.notice(), trace));

        // When
        world.deliverAll();

        // Then
        assertThat(traced.names()).containsExactly("release", "commit", "relay");
        assertThat(traced.said("release")).isEqualTo(Map.of("entente.objects", 1L, "entente.records", 2L));
        assertThat(traced.traceIds())
                .singleElement()
                .satisfies(id -> assertThat(trace.text()).contains(id));
    }
}
