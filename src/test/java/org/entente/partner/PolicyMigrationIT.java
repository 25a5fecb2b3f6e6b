package org.entente.partner;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.mutiny.sqlclient.Tuple;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.entente.partner.TrustPolicy.Agreement;
import org.entente.partner.TrustPolicy.Allowed;
import org.entente.partner.TrustPolicy.From;
import org.entente.partner.TrustPolicy.Mode;
import org.entente.partner.TrustPolicy.To;
import org.entente.party.CommunityId;
import org.entente.party.PartnerId;
import org.entente.stix.MarkingFamily;
import org.entente.stix.Pap;
import org.entente.stix.Tlp;
import org.entente.testing.OwnDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Policies written by the first exchange keep their meaning in one that knows more rules. */
class PolicyMigrationIT {

    private static final String BEFORE = "202611231705";

    private static OwnDatabase database;

    @BeforeAll
    static void makeDatabase() {
        database = new OwnDatabase("policy_migration", BEFORE);
        run("INSERT INTO partner VALUES ('xa-cert', 0, 'XA', 'subscriber', now(), NULL, NULL, 'READY', now(), 1)");
        keep(1, """
                {"to":{"maxTlp":"AMBER","communities":["circle"],"kinds":"*","originators":"*",
                 "originatorsRefused":["xb-cert"],"unknownMarkings":false},
                 "from":{"kinds":["indicator"],"assumedTlp":"refuse","mode":"hold"}}""");
        keep(2, """
                {"to":{"maxTlp":"none","communities":[],"kinds":["malware"],"originators":["xb-cert"],
                 "originatorsRefused":[],"unknownMarkings":true},
                 "from":{"kinds":"*","assumedTlp":"AMBER+STRICT","mode":"accept"}}""");
        database.migrate();
    }

    @AfterAll
    static void dropConnections() {
        database.close();
    }

    private static void run(String statement) {
        database.pool()
                .query(statement)
                .execute()
                .subscribeAsCompletionStage()
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
    }

    private static void keep(long number, String document) {
        database.pool()
                .preparedQuery("INSERT INTO policy_version (partner_id, number, document, author, reason, created_at)"
                        + " VALUES ('xa-cert', $1, $2, 'admin', 'r', now())")
                .execute(Tuple.of(number, document))
                .subscribeAsCompletionStage()
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
    }

    private static Optional<TrustPolicy> stored(long number) {
        String document = database.pool()
                .preparedQuery("SELECT document FROM policy_version WHERE number = $1")
                .execute(Tuple.of(number))
                .map(rows -> rows.iterator().next().getString(0))
                .subscribeAsCompletionStage()
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
        return PolicyDocument.ofStored(document);
    }

    @Test
    void policyThatWithheldUnknownMarkingsStillDoes() {
        assertThat(stored(1))
                .contains(new TrustPolicy(
                        To.everythingUpTo(Tlp.AMBER)
                                .withMaxPap(Pap.CLEAR)
                                .withCommunities(Allowed.only(Set.of(new CommunityId("circle"))))
                                .withOriginators(Allowed.every(), Set.of(new PartnerId("xb-cert")))
                                .withMarkings(Allowed.only(Set.of(MarkingFamily.STATEMENT))),
                        From.everything(Tlp.GREEN)
                                .withKinds(Allowed.only(Set.of("indicator")))
                                .withAssumedTlp(Optional.empty())
                                .withMode(Mode.HOLD),
                        Agreement.UNLIMITED));
    }

    @Test
    void policyThatReleasedUnknownMarkingsStillDoes() {
        assertThat(stored(2))
                .contains(new TrustPolicy(
                        To.everythingUpTo(Tlp.AMBER)
                                .withMaxTlp(Optional.empty())
                                .withMaxPap(Pap.RED)
                                .withCommunities(Allowed.none())
                                .withKinds(Allowed.only(Set.of("malware")))
                                .withOriginators(Allowed.only(Set.of(new PartnerId("xb-cert"))), Set.of())
                                .withMarkings(Allowed.every()),
                        From.everything(Tlp.AMBER_STRICT),
                        Agreement.UNLIMITED));
    }
}
