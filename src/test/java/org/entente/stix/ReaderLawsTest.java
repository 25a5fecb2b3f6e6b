package org.entente.stix;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Laws that hold for all bytes, tried on damaged envelopes; the seed in the test's name makes a failure again. */
class ReaderLawsTest {
    private static final int DAMAGES_PER_SEED = 300;
    private static final String ENVELOPE = """
            {"more": false, "objects": [
             {"type": "indicator", "spec_version": "2.1", "id": "indicator--8ae20dde-83d4-4218-88fd-41ef0dabf9d1",
              "created": "2026-01-01T00:00:00.000Z", "modified": "2026-01-02T00:00:00.000123456789Z", "labels": ["ä", "\\ud83d\\ude00"],
              "pattern": "[file:hashes.MD5 = 'a' AND file:size > 1.5] REPEATS 2 TIMES", "pattern_type": "stix",
              "valid_from": "2026-01-01T00:00:00Z", "confidence": 5.0e1, "revoked": false,
              "granular_markings": [{"selectors": ["labels.[0]"], "lang": "de"}]},
             {"type": "file", "id": "file--8ae20dde-83d4-5218-88fd-41ef0dabf9d1", "name": "a", "size": 12,
              "hashes": {"MD5": "B4D33B0C7306351B9ED96578465C5579"}, "extensions": {"ntfs-ext": {"sid": "x"}}},
             {"type": "relationship", "spec_version": "2.1", "id": "relationship--8ae20dde-83d4-4218-88fd-41ef0dabf9d2",
              "created": "2026-01-01T00:00:00.000Z", "modified": "2026-01-01T00:00:00.000Z", "relationship_type": "based-on",
              "source_ref": "indicator--8ae20dde-83d4-4218-88fd-41ef0dabf9d1",
              "target_ref": "observed-data--8ae20dde-83d4-4218-88fd-41ef0dabf9d3"}]}""";

    private final StixReader reader = new StixReader(StixLimits.defaults());

    static LongStream seeds() {
        return LongStream.range(0, 20);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void damagedBytesNeverThrow(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < DAMAGES_PER_SEED; i++) {
            // Given
            byte[] damaged = damaged(random);

            // Then
            assertThatCode(() -> reader.readEnvelope(damaged))
                    .as(new String(damaged, UTF_8))
                    .doesNotThrowAnyException();
            assertThatCode(() -> reader.readBundle(damaged)).doesNotThrowAnyException();
            assertThatCode(() -> reader.readObject(damaged)).doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatIsAcceptedIsAcceptedAgainFromItsOwnBytes(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < DAMAGES_PER_SEED; i++) {
            // When
            StixBody body = reader.readEnvelope(damaged(random));

            // Then
            if (body instanceof StixBody.Read read) {
                read.candidates().forEach(this::readsAgain);
            }
        }
    }

    private void readsAgain(Candidate candidate) {
        if (candidate instanceof Candidate.Valid valid) {
            Candidate again = reader.readObject(valid.object().bytes());
            assertThat(again.findings()).isEqualTo(valid.warnings());
            assertThat(((Candidate.Valid) again).object().digest())
                    .isEqualTo(valid.object().digest());
            assertThat(VersionRules.check(((Candidate.Valid) again).object(), List.of(valid.object())))
                    .isEmpty();
        } else {
            assertThat(candidate.findings()).anyMatch(Finding::isError);
        }
    }

    /** One to three bytes overwritten, removed or repeated. */
    private static byte[] damaged(Random random) {
        byte[] bytes = ENVELOPE.getBytes(UTF_8);
        for (int damages = 1 + random.nextInt(3); damages > 0; damages--) {
            int at = random.nextInt(bytes.length - 8);
            int length = 1 + random.nextInt(7);
            switch (random.nextInt(3)) {
                case 0 -> bytes[at] = (byte) random.nextInt(256);
                case 1 -> System.arraycopy(bytes, at + length, bytes, at, bytes.length - at - length);
                default -> bytes = repeated(bytes, at, length);
            }
        }
        return bytes;
    }

    private static byte[] repeated(byte[] bytes, int at, int length) {
        byte[] longer = Arrays.copyOf(bytes, bytes.length + length);
        System.arraycopy(bytes, at, longer, at + length, bytes.length - at);
        return longer;
    }
}
