package org.entente.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorSealTest {

    private static final String BINDING = "xb-cert\ncollection\nquery";

    private final CursorSeal seal = new CursorSeal("a key for this test and nothing else", "test");

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 1_000_000, Long.MAX_VALUE})
    void opensWhatItSealed(long position) {
        assertThat(seal.open(seal.seal(position, BINDING), BINDING)).hasValue(position);
    }

    @Test
    void opensOverARestartWithTheSameKey() {
        String sealed = seal.seal(42, BINDING);

        assertThat(new CursorSeal("a key for this test and nothing else", "test").open(sealed, BINDING))
                .hasValue(42);
    }

    @Test
    void doesNotOpenForAnotherReaderOrQuery() {
        assertThat(seal.open(seal.seal(42, BINDING), "xc-cert\ncollection\nquery"))
                .isEmpty();
    }

    @Test
    void doesNotOpenUnderAnotherKey() {
        CursorSeal other = new CursorSeal("another key for this test, nothing else", "test");

        assertThat(other.open(seal.seal(42, BINDING), BINDING)).isEmpty();
    }

    @Test
    void doesNotOpenForAnotherPurpose() {
        CursorSeal other = new CursorSeal("a key for this test and nothing else", "other");

        assertThat(other.open(seal.seal(42, BINDING), BINDING)).isEmpty();
    }

    @Test
    void placesInSeveralOrdersAreKeptApartAndCounted() {
        String sealed = seal.seal(new long[] {42, 7}, BINDING);

        assertThat(seal.open(sealed, 2, BINDING))
                .hasValueSatisfying(places -> assertThat(places).containsExactly(42, 7));
        assertThat(seal.open(sealed, BINDING)).isEmpty();
        assertThat(seal.open(sealed, 3, BINDING)).isEmpty();
    }

    @Test
    void everyFlippedBitIsNoticed() {
        byte[] sealed = Base64.getUrlDecoder().decode(seal.seal(42, BINDING));

        for (int bit = 0; bit < sealed.length * 8; bit++) {
            byte[] forged = sealed.clone();
            forged[bit / 8] ^= (byte) (1 << (bit % 8));
            String text = Base64.getUrlEncoder().withoutPadding().encodeToString(forged);
            assertThat(seal.open(text, BINDING)).as("bit %d", bit).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "42", "not base64 at all", "%00", "AAAA", "ÄÖÜ"})
    void textFromElsewhereDoesNotOpen(String text) {
        assertThat(seal.open(text, BINDING)).isEmpty();
    }

    @Test
    void equalPlacesLookDifferentAndAlikeInLength() {
        String first = seal.seal(1, BINDING);
        String again = seal.seal(1, BINDING);
        String far = seal.seal(Long.MAX_VALUE, BINDING);

        assertThat(first).isNotEqualTo(again).hasSameSizeAs(far).matches("[A-Za-z0-9_-]+");
    }

    @Test
    void shortKeyIsRefusedWithWhatToSet() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CursorSeal("secret", "test"))
                .withMessageContaining("entente.seal-key")
                .withMessageNotContaining("secret\"");
    }
}
