package org.entente.release.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.entente.partner.TrustPolicy.Obligations;
import org.entente.party.PartnerId;
import org.entente.stix.StixId;
import org.entente.stix.Tlp;
import org.junit.jupiter.api.Test;

class PseudonymsTest {

    private static final Scope OTHER = Scope.of(new Obligations(true, Set.of(), false, false), Optional.of(Tlp.AMBER));
    private static final Scope REMOVING =
            Scope.of(new Obligations(false, Set.of("value"), false, false), Optional.of(Tlp.AMBER));

    private final Pseudonyms pseudonyms = Pseudonyms.of("a-key-that-only-this-test-knows-of");

    @Test
    void pseudonymLeadsBackToItsOriginalAndNoFurther() {
        Random random = new Random(4);
        for (int i = 0; i < 2_000; i++) {
            StixId original = new StixId("indicator", uuid(random, 1 + random.nextInt(8)));
            Scope scope = random.nextBoolean() ? Scope.PLAIN : OTHER;

            StixId pseudonym = pseudonyms.of(scope, original);

            assertThat(pseudonym).isNotEqualTo(original);
            assertThat(pseudonym.type()).isEqualTo("indicator");
            assertThat(pseudonym.uuid().version()).isEqualTo(5);
            assertThat(pseudonym.uuid().variant()).isEqualTo(2);
            assertThat(pseudonyms.originals(scope, pseudonym))
                    .contains(original)
                    .hasSize(8);
        }
    }

    @Test
    void sameObjectHasOnePseudonymInAScopeAndDifferentOnesInOthers() {
        StixId original = StixId.parse("malware--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f");
        Pseudonyms sameKey = Pseudonyms.of("a-key-that-only-this-test-knows-of");

        Set<StixId> seen = new HashSet<>();
        seen.add(pseudonyms.of(Scope.PLAIN, original));
        seen.add(pseudonyms.of(OTHER, original));
        seen.add(pseudonyms.of(Scope.PLAIN.aloneFor(new PartnerId("xa-cert")), original));
        seen.add(pseudonyms.of(Scope.PLAIN.aloneFor(new PartnerId("xb-cert")), original));
        seen.add(Pseudonyms.ofRandomKey().of(Scope.PLAIN, original));

        assertThat(seen).hasSize(5);
        assertThat(sameKey.of(OTHER, original)).isEqualTo(pseudonyms.of(OTHER, original));
    }

    @Test
    void everyUuidHasAPseudonymWhateverItsVersionAndVariant() {
        StixId nil = new StixId("tool", new UUID(0, 0));
        StixId microsoft = new StixId("tool", new UUID(-1, -1));

        assertThat(pseudonyms.of(Scope.PLAIN, nil).uuid().version()).isEqualTo(5);
        assertThat(pseudonyms.of(Scope.PLAIN, microsoft)).isNotEqualTo(pseudonyms.of(Scope.PLAIN, nil));
    }

    @Test
    void tlpMarkingsAndIdsMadeFromShownValuesStayAsTheyAre() {
        StixId amber = Tlp.AMBER.marking();
        StixId address = StixId.parse("ipv4-addr--ff26c055-6336-5bc5-b98d-13d6226742dd");
        StixId numbered = StixId.parse("ipv4-addr--ff26c055-6336-4bc5-b98d-13d6226742dd");

        assertThat(pseudonyms.of(OTHER, amber)).isEqualTo(amber);
        assertThat(pseudonyms.of(OTHER, address)).isEqualTo(address);
        assertThat(pseudonyms.of(OTHER, numbered)).isNotEqualTo(numbered);
    }

    @Test
    void idThatIsAHashOfAValueIsMappedWhereValuesAreRemoved() {
        StixId address = StixId.parse("ipv4-addr--ff26c055-6336-5bc5-b98d-13d6226742dd");

        StixId mapped = pseudonyms.of(REMOVING, address);

        assertThat(mapped).isNotEqualTo(address);
        assertThat(pseudonyms.originals(REMOVING, mapped)).contains(address);
    }

    @Test
    void idThatIsNoPseudonymHasNoOriginal() {
        assertThat(pseudonyms.originals(Scope.PLAIN, StixId.parse("tool--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f")))
                .isEmpty();
    }

    @Test
    void shortKeyIsRefused() {
        assertThatThrownBy(() -> Pseudonyms.of("short")).hasMessageContaining("entente.seal-key");
    }

    private static UUID uuid(Random random, int version) {
        long high = random.nextLong() & ~0xF000L | (long) version << 12;
        long low = random.nextLong() >>> 2 | 1L << 63;
        return new UUID(high, low);
    }
}
