package org.entente.taxii;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.restassured.response.Response;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.awaitility.Awaitility;
import org.entente.log.Assertion;
import org.entente.log.Feed;
import org.entente.log.LogReader;
import org.entente.log.LogWriter;
import org.entente.log.References;
import org.entente.log.ReleaseClass;
import org.entente.partner.CommunityService;
import org.entente.partner.PartnerService;
import org.entente.partner.PartnerService.NewPartner;
import org.entente.partner.PolicyDrafts;
import org.entente.partner.PolicyInForce;
import org.entente.partner.TrustPolicy;
import org.entente.partner.TrustPolicy.Allowed;
import org.entente.party.Audience;
import org.entente.party.CommunityId;
import org.entente.party.PartnerId;
import org.entente.stix.StixId;
import org.entente.stix.Tlp;

/** What the TAXII tests read: a log of one author's objects, and partners that may see more or less of it. */
@ApplicationScoped
class TaxiiWorld {

    static final String AUTHOR = "t-author";
    static final String READER = "t-reader";
    static final String OUTSIDER = "t-outsider";
    static final String FORMER = "t-former";
    static final String WRITER = "t-writer";
    static final String CIRCLE = "t-circle";

    static final String VERSIONED = "malware--7d1bff3e-1a46-4a2b-a1d7-3ba8f6c0a001";
    static final String WITHHELD = "malware--7d1bff3e-1a46-4a2b-a1d7-3ba8f6c0a002";
    static final String IN_CIRCLE = "malware--7d1bff3e-1a46-4a2b-a1d7-3ba8f6c0a003";
    static final String MITIGATION = "course-of-action--7d1bff3e-1a46-4a2b-a1d7-3ba8f6c0a004";
    static final String ADDRESS = "ipv4-addr--ff26c055-6336-5bc5-b98d-13d6226742dd";
    static final String ABSENT = "malware--7d1bff3e-1a46-4a2b-a1d7-3ba8f6c0affe";

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final CommunityId COMMUNITY = new CommunityId(CIRCLE);
    private static final String FIRST_OF_JANUARY = "2026-01-01T00:00:00.000Z";

    private final LogWriter writer;
    private final LogReader reader;
    private final PartnerService partners;
    private final CommunityService communities;
    private final PolicyDrafts policies;
    private final Map<String, String> passwords = new ConcurrentHashMap<>();
    private final List<String> threats = new ArrayList<>();

    TaxiiWorld(
            LogWriter writer,
            LogReader reader,
            PartnerService partners,
            CommunityService communities,
            PolicyDrafts policies) {
        this.writer = writer;
        this.reader = reader;
        this.partners = partners;
        this.communities = communities;
        this.policies = policies;
    }

    String passwordOf(String partner) {
        return passwords.getOrDefault(partner, "");
    }

    /** The threats the reader may see, every version, as submitted. */
    List<String> threatsInOrder() {
        return List.copyOf(threats);
    }

    /** Two answers to different requests differ by the id of the request; everything else must be equal. */
    static Map<String, Object> withoutErrorId(Response response) {
        Map<String, Object> body = new LinkedHashMap<>(response.jsonPath().getMap(""));
        body.remove("error_id");
        return body;
    }

    void closePolicyOf(String partner) {
        put(partner, TrustPolicy.CLOSED);
    }

    /** Once for all tests. */
    synchronized void prepare() {
        if (!threats.isEmpty()) {
            return;
        }
        prepareCallers();
        long before = of(reader.lastPosition());
        for (int day = 1; day <= 3; day++) {
            threat(VERSIONED, "2026-01-0" + day + "T00:00:00.000Z", Audience.OPEN);
        }
        threat(ADDRESS, "", Audience.OPEN);
        threat(IN_CIRCLE, FIRST_OF_JANUARY, Audience.ofCommunity(COMMUNITY));
        for (int i = 1; i <= 8; i++) {
            threat("tool--7d1bff3e-1a46-4a2b-a1d7-3ba8f6c0b00" + i, FIRST_OF_JANUARY, Audience.OPEN);
            append(WITHHELD, "2026-01-0" + i + "T00:00:00.000Z", classOf(WITHHELD, Tlp.RED, Audience.OPEN));
        }
        append(MITIGATION, FIRST_OF_JANUARY, classOf(MITIGATION, Tlp.GREEN, Audience.OPEN));
        Awaitility.await().atMost(PATIENCE).until(() -> isInTheLog(MITIGATION, before));
    }

    /** Behind whatever others have submitted. */
    private boolean isInTheLog(String id, long after) {
        return of(reader.after(after, 1_000)).stream()
                .anyMatch(entry -> entry.id().equals(StixId.parse(id)));
    }

    private void prepareCallers() {
        for (String name : List.of(AUTHOR, READER, OUTSIDER, FORMER)) {
            create(NewPartner.of(new PartnerId(name), name));
        }
        create(new NewPartner(new PartnerId(WRITER), WRITER, Set.of("submitter")));
        of(communities.create(COMMUNITY, "Circle"));
        of(communities.join(COMMUNITY, new PartnerId(AUTHOR)));
        of(communities.join(COMMUNITY, new PartnerId(READER)));
        TrustPolicy.To to = TrustPolicy.To.everythingUpTo(Tlp.AMBER)
                .withOriginators(new Allowed<>(false, Set.of(new PartnerId(AUTHOR))), Set.of());
        for (String name : List.of(READER, OUTSIDER, FORMER, WRITER)) {
            put(name, TrustPolicy.CLOSED.withTo(to));
        }
    }

    private void create(NewPartner partner) {
        passwords.put(
                partner.id().value(),
                of(partners.create(partner, "test")).password().password());
    }

    private void put(String partner, TrustPolicy policy) {
        PolicyInForce.put(policies, new PartnerId(partner), policy);
    }

    private void threat(String id, String modified, Audience audience) {
        threats.add(append(id, modified, classOf(id, Tlp.GREEN, audience)));
    }

    private static ReleaseClass classOf(String id, Tlp tlp, Audience audience) {
        String type = StixId.parse(id).type();
        Feed feed = type.equals("course-of-action") ? Feed.MITIGATIONS : Feed.THREATS;
        return ReleaseClass.plain(tlp, feed, type, new PartnerId(AUTHOR), audience);
    }

    /** White space, an escape and a number that no JSON writer would put back the same way. */
    private String append(String id, String modified, ReleaseClass stated) {
        String times = modified.isEmpty()
                ? ""
                : "\"created\":\"" + FIRST_OF_JANUARY + "\",\"modified\":\"" + modified + "\", ";
        String content = "{ \"type\":\"" + stated.kind() + "\", \"spec_version\":\"2.1\",\"id\":\"" + id + "\", "
                + times + "\"x_note\":\"gr\\u00fcn \u00fc\", \"x_number\":1.50e1 }";
        byte[] bytes = content.getBytes(UTF_8);
        Instant version = modified.isEmpty() ? Instant.EPOCH : Instant.parse(modified);
        Assertion assertion = new Assertion(StixId.parse(id), version, sha256(bytes), bytes, stated, References.NONE);
        of(writer.append(
                UUID.randomUUID(),
                List.of(assertion),
                (transaction, appended) -> Uni.createFrom().item(appended)));
        return content;
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static <T> T of(Uni<T> asked) {
        return asked.await().atMost(PATIENCE);
    }
}
