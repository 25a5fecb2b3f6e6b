package org.entente.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.entente.http.ProblemException;
import org.entente.intake.DayUsage.Amount;
import org.entente.partner.TrustPolicy.Quotas;
import org.entente.party.PartnerId;
import org.entente.testing.OwnDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Quotas on a real PostgreSQL, in a database of its own. */
class QuotaLedgerIT {

    private static final Instant NOW = Instant.parse("2026-05-02T10:30:00Z");
    private static final Quotas TEN_OBJECTS = new Quotas(OptionalLong.of(10), OptionalLong.empty());

    private static OwnDatabase database;

    private final QuotaLedger ledger = new QuotaLedger();

    @BeforeAll
    static void createDatabase() {
        database = new OwnDatabase("quota_ledger_it");
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Test
    void manySubmissionsAtOnceNeverTakeMoreThanTheQuota() {
        PartnerId partner = new PartnerId("xa-cert");

        List<CompletableFuture<Boolean>> taken = IntStream.range(0, 30)
                .mapToObj(i -> counted(partner, 1, NOW).subscribe().asCompletionStage())
                .toList();

        assertThat(taken.stream().filter(QuotaLedgerIT::join)).hasSize(10);
        assertThat(join(counted(partner, 1, NOW).subscribe().asCompletionStage()))
                .isFalse();
    }

    @Test
    void whatIsADayOldIsFreeAgainAndOthersQuotasAreTheirOwn() {
        PartnerId partner = new PartnerId("xb-cert");
        assertThat(take(partner, 10, NOW)).isTrue();

        assertThat(take(partner, 1, NOW.plus(Duration.ofHours(24)))).isFalse();
        assertThat(take(new PartnerId("xc-cert"), 10, NOW)).isTrue();
        assertThat(take(partner, 10, NOW.plus(Duration.ofMinutes(24 * 60 + 31))))
                .isTrue();
    }

    @Test
    void whatIsRolledBackDoesNotCount() {
        PartnerId partner = new PartnerId("xd-cert");
        Uni<Void> failed = database.pool()
                .withTransaction(transaction -> counted(transaction, partner, 10, NOW)
                        .chain(() -> Uni.createFrom().failure(new IllegalStateException("rolled back"))));

        join(failed.onFailure().recoverWithNull().subscribe().asCompletionStage());

        assertThat(take(partner, 10, NOW)).isTrue();
    }

    private boolean take(PartnerId partner, int objects, Instant now) {
        return join(counted(partner, objects, now).subscribe().asCompletionStage());
    }

    /** False when a quota forbids it. */
    private Uni<Boolean> counted(PartnerId partner, int objects, Instant now) {
        return database.pool()
                .withTransaction(transaction -> counted(transaction, partner, objects, now))
                .replaceWith(true)
                .onFailure(ProblemException.class)
                .recoverWithItem(false);
    }

    private Uni<Void> counted(SqlConnection transaction, PartnerId partner, int objects, Instant now) {
        Amount amount = new Amount(objects, 1);
        return ledger.check(transaction, partner, TEN_OBJECTS, amount, now)
                .chain(() -> ledger.count(transaction, partner, TEN_OBJECTS, amount, now));
    }

    private static <T> T join(CompletableFuture<T> future) {
        return future.orTimeout(30, TimeUnit.SECONDS).join();
    }
}
