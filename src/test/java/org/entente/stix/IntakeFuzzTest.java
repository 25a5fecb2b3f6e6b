package org.entente.stix;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;

/** Any bytes give an answer, and what is accepted can be read again and canonicalized. */
class IntakeFuzzTest {
    private final StixReader reader =
            new StixReader(StixLimits.defaults().withDepth(20).withPatternDepth(20));

    /** Loads the classes and tables, so that the time limit of the first input is spent on the input. */
    IntakeFuzzTest() {
        String indicator = "{\"type\":\"indicator\",\"spec_version\":\"2.1\","
                + "\"id\":\"indicator--8ae20dde-83d4-4218-88fd-41ef0dabf9d1\",\"created\":\"2026-01-01T00:00:00.000Z\","
                + "\"modified\":\"2026-01-02T00:00:00.000Z\",\"pattern\":\"[file:size > 1.5]\",\"pattern_type\":\"stix\","
                + "\"valid_from\":\"2026-01-01T00:00:00Z\",\"lang\":\"en\"}";
        String observables =
                "{\"objects\":[{\"type\":\"file\",\"name_enc\":\"utf-8\",\"extensions\":{}},{\"type\":\"relationship\"}]}";
        anyBytesGiveAnAnswer(indicator.getBytes(UTF_8));
        anyBytesGiveAnAnswer(observables.getBytes(UTF_8));
    }

    @FuzzTest(maxDuration = "")
    void anyBytesGiveAnAnswer(byte[] bytes) {
        check(reader.readBundle(bytes));
        check(reader.readEnvelope(bytes));
        check(reader.readObject(bytes));
    }

    private void check(StixBody body) {
        if (body instanceof StixBody.Read read) {
            read.candidates().forEach(this::check);
        }
    }

    private void check(Candidate candidate) {
        if (candidate instanceof Candidate.Invalid invalid) {
            assertThat(invalid.findings()).anyMatch(Finding::isError);
            return;
        }
        StixObject object = ((Candidate.Valid) candidate).object();
        assertThat(candidate.findings()).noneMatch(Finding::isError);
        assertThat(object.references()).doesNotContainNull();
        assertThat(object.markings()).doesNotContainNull();
        byte[] canonical = CanonicalJson.of(object.bytes());
        assertThat(CanonicalJson.of(canonical)).isEqualTo(canonical);
        Candidate again = reader.readObject(object.bytes());
        assertThat(again).isInstanceOf(Candidate.Valid.class);
        StixObject same = ((Candidate.Valid) again).object();
        assertThat(VersionRules.check(same, List.of(object))).isEmpty();
        assertThat(DeterministicIds.of(same)).isEqualTo(DeterministicIds.of(object));
    }
}
