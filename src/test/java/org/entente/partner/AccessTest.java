package org.entente.partner;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.entente.party.PartnerId;
import org.junit.jupiter.api.Test;

class AccessTest {

    private static final Credential PROVEN = credential(new UUID(1, 1), Instant.EPOCH);

    private static Credential credential(UUID id, Instant secretSince) {
        return new Credential(
                id,
                new Owner.OfPartner(new PartnerId("xa-cert")),
                new Credential.Password("xa-cert"),
                Instant.EPOCH,
                "admin",
                secretSince,
                "admin");
    }

    private static Snapshot.Access now(Credential... credentials) {
        return Snapshot.Access.of(List.of(credentials).stream()
                .map(credential -> new Snapshot.Login(credential, "hash"))
                .toList());
    }

    @Test
    void credentialWithTheSameSecretIsUnchanged() {
        assertThat(now(PROVEN).unchanged(PROVEN)).contains(PROVEN);
    }

    @Test
    void rotatedOrReplacedCredentialIsNoLongerWhatItWas() {
        assertThat(now(credential(PROVEN.id(), Instant.EPOCH.plusSeconds(1))).unchanged(PROVEN))
                .isEmpty();
        assertThat(now(credential(new UUID(2, 2), Instant.EPOCH)).unchanged(PROVEN))
                .isEmpty();
        assertThat(now().unchanged(PROVEN)).isEmpty();
    }
}
