package org.entente.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.entente.release.Partnership.OUTSIDER;
import static org.entente.release.Partnership.XB;
import static org.entente.release.Partnership.indicator;
import static org.entente.release.Partnership.upTo;
import static org.entente.release.Partnership.withPolicyOfXb;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.entente.log.Feed;
import org.entente.log.Links;
import org.entente.log.LogEntry;
import org.entente.log.NumberedClass;
import org.entente.log.RecallCause;
import org.entente.log.RecallItem;
import org.entente.log.ReleaseClass;
import org.entente.party.Audience;
import org.entente.party.PartnerId;
import org.entente.release.event.EventType;
import org.entente.release.event.FeedEvent;
import org.entente.release.event.FeedEvent.SentView;
import org.entente.release.event.FeedEvents;
import org.entente.stix.StixId;
import org.entente.stix.Tlp;
import org.junit.jupiter.api.Test;

class FeedEventsTest {

    private static final StixId ID = StixId.parse("indicator--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f");
    private static final Instant ADDED = Instant.parse("2026-01-01T00:00:00.5Z");
    private static final Instant VERSION = Instant.parse("2025-01-01T00:00:00Z");
    private static final String KEY = "a-key-of-this-test-alone-and-long-enough";

    private final FeedEvents events = new FeedEvents(KEY);

    @Test
    void firstVersionIsReleasedAndALaterOneRevised() {
        assertThat(typeOf("", Set.of())).isEqualTo(EventType.RELEASED);
        assertThat(typeOf("", Set.of(1))).isEqualTo(EventType.REVISED);
    }

    @Test
    void otherVersionThatTheRecipientMayNotHaveMakesNoRevision() {
        assertThat(typeOf("", Set.of(2))).isEqualTo(EventType.RELEASED);
    }

    @Test
    void versionThatSaysSoIsRevokedHoweverItIsSpelled() {
        assertThat(typeOf(",\"revoked\":true", Set.of(1))).isEqualTo(EventType.REVOKED);
        assertThat(typeOf(",\"\\u0072evoked\" : true", Set.of())).isEqualTo(EventType.REVOKED);
    }

    @Test
    void wordRevokedAnywhereElseRevokesNothing() {
        assertThat(typeOf(",\"revoked\":false", Set.of())).isEqualTo(EventType.RELEASED);
        assertThat(typeOf(",\"name\":\"revoked\",\"x_own\":{\"revoked\":true}", Set.of()))
                .isEqualTo(EventType.RELEASED);
    }

    @Test
    void sameEventHasOneIdForEachRecipient() {
        String ofXb = event(XB, "", Set.of()).id();

        assertThat(new FeedEvents(KEY).of(released(XB, "", Set.of(1))).id()).isEqualTo(ofXb);
        assertThat(event(OUTSIDER, "", Set.of()).id()).isNotEqualTo(ofXb).hasSameSizeAs(ofXb);
        assertThat(new FeedEvents(KEY + "2").of(released(XB, "", Set.of())).id())
                .isNotEqualTo(ofXb);
    }

    @Test
    void eventOfAnObjectCarriesItsOwnBytes() {
        FeedEvent event = event(XB, "", Set.of());

        assertThat(event.subject()).isEqualTo(ID);
        assertThat(event.tlp()).contains(Tlp.GREEN);
        assertThat(event.view()).contains(SentView.ORIGINAL);
        assertThat(FeedEvent.format(event.time())).isEqualTo("2026-01-01T00:00:00.500000Z");
        assertThat(event.data()).asString(StandardCharsets.UTF_8).isEqualTo("{\"id\":\"" + ID + "\"}");
    }

    @Test
    void recallSaysWhatToDropAndWhy() {
        RecallItem item = new RecallItem(
                3,
                XB,
                new UUID(0, 1),
                7,
                ID,
                Optional.of(VERSION),
                Feed.THREATS,
                ADDED,
                RecallCause.SUBMITTER,
                "A \"mistake\"",
                0);

        FeedEvent event = events.of(decided().recall(item).orElseThrow());

        assertThat(event.type().label()).isEqualTo("org.entente.object.recalled.v1");
        assertThat(event.tlp()).isEmpty();
        assertThat(event.view()).isEmpty();
        assertThat(event.id())
                .hasSameSizeAs(event(XB, "", Set.of()).id())
                .isNotEqualTo(event(XB, "", Set.of()).id());
        assertThat(event.data())
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("{\"id\":\"" + ID + "\",\"version\":\"2025-01-01T00:00:00.000000Z\","
                        + "\"recall\":\"00000000-0000-0000-0000-000000000001\",\"cause\":\"submitter\","
                        + "\"reason\":\"A \\\"mistake\\\"\",\"recalledAt\":\"2026-01-01T00:00:00.500000Z\"}");
    }

    @Test
    void shortSealKeyIsRefused() {
        assertThatThrownBy(() -> new FeedEvents("short")).isInstanceOf(IllegalArgumentException.class);
    }

    private EventType typeOf(String more, Set<Integer> otherVersions) {
        return event(XB, more, otherVersions).type();
    }

    private FeedEvent event(PartnerId recipient, String more, Set<Integer> otherVersions) {
        return events.of(released(recipient, more, otherVersions));
    }

    private static Released released(PartnerId recipient, String more, Set<Integer> otherVersions) {
        byte[] content = ("{\"id\":\"" + ID + "\"" + more + "}").getBytes(StandardCharsets.UTF_8);
        LogEntry entry = new LogEntry(7, ADDED, ID, VERSION, 1, Set.of(), otherVersions, Links.NONE, content);
        return (Released) decided().release(entry, recipient);
    }

    /** Class 1 is for all, class 2 for nobody. */
    private static Decisions decided() {
        ReleaseClass green = indicator(Tlp.GREEN, Audience.OPEN);
        ReleaseClass nobodys = indicator(Tlp.AMBER, Audience.OPEN);
        return Decisions.compile(
                        withPolicyOfXb(upTo(Tlp.RED)),
                        List.of(new NumberedClass(1, green), new NumberedClass(2, nobodys)))
                .at(ADDED);
    }
}
