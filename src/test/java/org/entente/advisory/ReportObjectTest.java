package org.entente.advisory;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import org.entente.advisory.Advisory.State;
import org.entente.advisory.ReportObject.Issue;
import org.entente.advisory.ReportObject.Publisher;
import org.entente.advisory.Wording.GatheredObject;
import org.entente.party.Audience;
import org.entente.stix.Candidate;
import org.entente.stix.StixId;
import org.entente.stix.StixLimits;
import org.entente.stix.StixReader;
import org.entente.stix.Tlp;
import org.junit.jupiter.api.Test;

class ReportObjectTest {

    private static final Instant THEN = Instant.parse("2026-03-01T10:00:00.123Z");
    private static final Publisher PUBLISHER =
            new Publisher(new StixId("identity", UUID.randomUUID()), "Exchange of XA, XB and XC", THEN);
    private static final String MALWARE = "malware--" + UUID.randomUUID();

    @Test
    void everyRuleOfTheStandardIsKept() {
        assertThat(read(ReportObject.identity(PUBLISHER))).isInstanceOf(Candidate.Valid.class);
        Candidate report = read(ReportObject.report(issue()));

        assertThat(report.findings()).isEmpty();
        assertThat(report).isInstanceOf(Candidate.Valid.class);
        assertThat(((Candidate.Valid) report).object().members())
                .containsExactlyInAnyOrder(PUBLISHER.identity(), StixId.parse(MALWARE));
    }

    @Test
    void digestAndTrackingIdStandInItAndTheAudienceDoesNot() throws IOException {
        JsonNode report = new ObjectMapper().readTree(ReportObject.report(issue()));

        JsonNode extension = report.path("extensions").path(ReportObject.EXTENSION);
        assertThat(extension.path("tracking_id").asText()).isEqualTo("ENTENTE-2026-AAAA-BBBB");
        assertThat(extension.path("content_sha256").asText()).isEqualTo("ab");
        assertThat(report.path("object_marking_refs").path(0).asText())
                .isEqualTo(Tlp.GREEN.marking().toString());
        assertThat(report.toString()).contains("CVE-2026-10001").doesNotContain("xc-cert");
    }

    private static Issue issue() {
        Audience audience = Audience.of(
                java.util.Set.of(), java.util.Set.of(new org.entente.party.PartnerId("xc-cert")), java.util.Set.of());
        Advisory advisory = new Advisory(
                new TrackingId("ENTENTE-2026-AAAA-BBBB"),
                new StixId("report", UUID.randomUUID()),
                State.APPROVED,
                1,
                OptionalLong.empty(),
                4,
                new Wording(Contents.full(Tlp.GREEN, "Summary"), audience, List.of(new GatheredObject(MALWARE, THEN))),
                "ab",
                THEN,
                THEN,
                List.of());
        return new Issue(advisory, PUBLISHER, List.of(StixId.parse(MALWARE)), THEN, THEN.plusMillis(5));
    }

    private static Candidate read(byte[] object) {
        return new StixReader(StixLimits.defaults()).readObject(object);
    }
}
