package org.entente.taxii;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.entente.http.CursorSeal;
import org.entente.http.ProblemException;
import org.entente.log.Feed;
import org.entente.log.Links;
import org.entente.log.LogEntry;
import org.entente.log.NumberedClass;
import org.entente.log.Outline;
import org.entente.log.PageQuery;
import org.entente.log.ReleaseClass;
import org.entente.log.VersionFilter;
import org.entente.partner.Caller.PartnerCaller;
import org.entente.partner.Collections;
import org.entente.partner.Directory;
import org.entente.partner.Directory.Community;
import org.entente.partner.Directory.Member;
import org.entente.partner.TaxiiCollection;
import org.entente.partner.TrustPolicy;
import org.entente.party.Audience;
import org.entente.party.CommunityId;
import org.entente.party.PartnerId;
import org.entente.release.Decisions;
import org.entente.stix.StixId;
import org.entente.stix.Tlp;
import org.entente.taxii.Reading.Outgone;
import org.entente.taxii.Selection.Endpoint;
import org.junit.jupiter.api.Test;

class ReadingTest {

    private static final PartnerId AUTHOR = new PartnerId("xa-cert");
    private static final PartnerId READER = new PartnerId("xb-cert");
    private static final CommunityId CIRCLE = new CommunityId("circle");
    private static final UUID CIRCLE_COLLECTION = UUID.fromString("0b6a6a9e-5c35-4b0a-9b0f-3a7d5a3d9f01");
    private static final Map<String, UUID> FIXED = Map.of(
            "inbox", UUID.fromString("11111111-1111-4111-8111-111111111111"),
            "threats", UUID.fromString("22222222-2222-4222-8222-222222222222"),
            "mitigations", UUID.fromString("33333333-3333-4333-8333-333333333333"),
            "advisories", UUID.fromString("44444444-4444-4444-8444-444444444444"));
    private static final CursorSeal SEAL = new CursorSeal("a key for this test and nothing else", "taxii");

    private static final int GREEN_MALWARE = 1;
    private static final int GREEN_TOOL = 2;
    private static final int RED_MALWARE = 3;
    private static final int CIRCLE_MALWARE = 4;
    private static final int MITIGATION = 5;

    private static final Directory DIRECTORY = Directory.of(
            1,
            List.of(member(AUTHOR, 0), member(READER, 1)),
            List.of(new Community(CIRCLE, CIRCLE_COLLECTION, "The circle", Set.of(AUTHOR, READER))));

    private static final Decisions DECISIONS = Decisions.compile(
            DIRECTORY,
            List.of(
                    numbered(GREEN_MALWARE, Tlp.GREEN, Feed.THREATS, "malware", Audience.OPEN),
                    numbered(GREEN_TOOL, Tlp.GREEN, Feed.THREATS, "tool", Audience.OPEN),
                    numbered(RED_MALWARE, Tlp.RED, Feed.THREATS, "malware", Audience.OPEN),
                    numbered(CIRCLE_MALWARE, Tlp.GREEN, Feed.THREATS, "malware", Audience.ofCommunity(CIRCLE)),
                    numbered(MITIGATION, Tlp.GREEN, Feed.MITIGATIONS, "course-of-action", Audience.OPEN)));

    private static Member member(PartnerId id, int ordinal) {
        TrustPolicy.To to = TrustPolicy.To.everythingUpTo(Tlp.AMBER);
        return new Member(id, id.value(), ordinal, true, true, Set.of(CIRCLE), TrustPolicy.CLOSED.withTo(to), 1);
    }

    private static NumberedClass numbered(int number, Tlp tlp, Feed feed, String kind, Audience audience) {
        return new NumberedClass(number, ReleaseClass.plain(tlp, feed, kind, AUTHOR, audience));
    }

    private static TaxiiCollection collection(String alias) {
        return Collections.of(DIRECTORY, new PartnerCaller(READER, Set.of("subscriber")), FIXED)
                .find(alias)
                .orElseThrow();
    }

    private static Selection everything() {
        return new Selection(Endpoint.OBJECTS, Optional.empty(), Set.of(), Set.of(), true, VersionFilter.LAST);
    }

    private static Selection ofType(String type) {
        return new Selection(Endpoint.OBJECTS, Optional.empty(), Set.of(), Set.of(type), true, VersionFilter.LAST);
    }

    private static Reading reading(String alias, Selection selection) {
        return Reading.at(Optional.empty(), READER, collection(alias), DECISIONS, selection, 2, SEAL);
    }

    private static LogEntry entry(long position, int classNumber, String marking) {
        StixId id = new StixId("malware", new UUID(position, 0x8000000000000000L));
        byte[] content =
                ("{ \"type\": \"malware\",\"id\":\"" + id + "\", \"x\":1.0e1" + marking + " }").getBytes(UTF_8);
        return new LogEntry(
                position,
                added(position),
                id,
                Instant.EPOCH.plusSeconds(position),
                classNumber,
                Set.of(),
                Links.NONE,
                content);
    }

    private static Instant added(long position) {
        return Instant.parse("2026-01-31T12:00:00Z").plusMillis(position);
    }

    private static ReleasedPage page(Reading reading, boolean more, LogEntry... entries) {
        Outline outline = new Outline(
                Arrays.stream(entries).mapToLong(LogEntry::position).toArray(),
                Arrays.stream(entries).mapToInt(entry -> entry.content().length).toArray(),
                List.of(entries),
                more,
                0);
        return new ReleasedPage(
                reading.release(outline.head()).objects(), reading.next(outline, SEAL), Optional.empty());
    }

    private static String body(Endpoint endpoint, ReleasedPage page) {
        return text(new PageBody(endpoint).whole(page));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, UTF_8);
    }

    @Test
    void feedHoldsTheVisibleClassesOfItsKind() {
        assertThat(reading("threats", everything()).query().map(PageQuery::classes))
                .hasValue(new int[] {GREEN_MALWARE, GREEN_TOOL, CIRCLE_MALWARE});
        assertThat(reading("mitigations", everything()).query().map(PageQuery::classes))
                .hasValue(new int[] {MITIGATION});
    }

    @Test
    void communityHoldsWhatNamesIt() {
        assertThat(reading("circle", everything()).query().map(PageQuery::classes))
                .hasValue(new int[] {CIRCLE_MALWARE});
    }

    @Test
    void filterByTypeNarrowsTheClasses() {
        assertThat(reading("threats", ofType("tool")).query().map(PageQuery::classes))
                .hasValue(new int[] {GREEN_TOOL});
    }

    @Test
    void nothingIsAskedOfTheLogWhereNothingCanBe() {
        assertThat(reading("advisories", everything()).query()).isEmpty();
        assertThat(reading("threats", ofType("x-unheard-of")).query()).isEmpty();
        assertThat(reading("inbox", everything()).query()).isEmpty();
    }

    @Test
    void pageHoldsTheBytesAsSubmittedAndTheCursorOfTheNext() {
        Reading first = reading("threats", everything());
        LogEntry one = entry(7, GREEN_MALWARE, "");
        LogEntry two = entry(9, GREEN_MALWARE, "");

        ReleasedPage page = page(first, true, one, two);

        String cursor = page.next().orElseThrow();
        assertThat(body(Endpoint.OBJECTS, page))
                .isEqualTo("{\"more\":true,\"next\":\"" + cursor + "\",\"objects\":[" + text(one.content()) + ","
                        + text(two.content()) + "]}");
        assertThat(page.addedFirst()).contains(added(7));
        assertThat(page.addedLast()).contains(added(9));
        assertThat(Reading.at(page.next(), READER, collection("threats"), DECISIONS, everything(), 500, SEAL)
                        .query()
                        .map(PageQuery::afterPosition))
                .contains(9L);
    }

    @Test
    void lastPageSaysSoAndAnEmptyOneSaysNothing() {
        Reading reading = reading("threats", everything());

        ReleasedPage last = page(reading, false, entry(7, GREEN_MALWARE, ""));
        ReleasedPage empty = page(reading, false);

        assertThat(body(Endpoint.OBJECTS, last)).startsWith("{\"more\":false,\"objects\":[{");
        assertThat(body(Endpoint.OBJECTS, empty)).isEqualTo("{}");
        assertThat(empty.addedFirst()).isEmpty();
    }

    @Test
    void cursorIsRefusedForAnotherReaderCollectionOrSelection() {
        Optional<String> cursor = page(reading("threats", everything()), true, entry(7, GREEN_MALWARE, ""))
                .next();

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> Reading.at(cursor, AUTHOR, collection("threats"), DECISIONS, everything(), 2, SEAL));
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> Reading.at(cursor, READER, collection("circle"), DECISIONS, everything(), 2, SEAL));
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(
                        () -> Reading.at(cursor, READER, collection("threats"), DECISIONS, ofType("tool"), 2, SEAL));
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> Reading.at(
                        Optional.of("made-up"), READER, collection("threats"), DECISIONS, everything(), 2, SEAL));
    }

    @Test
    void whatTheLogAnswersWithoutRightIsLeftOut() {
        Outgone outgone = reading("threats", everything())
                .release(List.of(entry(7, RED_MALWARE, ""), entry(8, GREEN_MALWARE, "")));

        assertThat(outgone.objects()).extracting(object -> object.position()).containsExactly(8L);
        assertThat(outgone.quarantined()).isEmpty();
        assertThat(outgone.withdrawn()).isTrue();
    }

    @Test
    void whatTheCollectionNoLongerHoldsIsWithdrawnFromItsPage() {
        LogEntry mitigation = entry(7, MITIGATION, "");

        Outgone outgone = reading("threats", everything()).release(List.of(mitigation, entry(8, GREEN_MALWARE, "")));

        assertThat(outgone.objects()).extracting(object -> object.position()).containsExactly(8L);
        assertThat(outgone.withdrawn()).isTrue();
    }

    @Test
    void whatTheGuardStopsIsLeftOutAndPassed() {
        String red = ",\"object_marking_refs\":[\"marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1\"]";
        LogEntry wronglyClassed = entry(7, GREEN_MALWARE, red);

        ReleasedPage page = page(reading("threats", everything()), true, wronglyClassed);
        Outgone outgone = reading("threats", everything()).release(List.of(wronglyClassed));

        assertThat(page.objects()).isEmpty();
        assertThat(outgone.quarantined()).containsExactly(wronglyClassed);
        assertThat(outgone.withdrawn()).isFalse();
        assertThat(Reading.at(page.next(), READER, collection("threats"), DECISIONS, everything(), 2, SEAL)
                        .afterPosition())
                .isEqualTo(7);
    }

    @Test
    void manifestAndVersionsHaveTheirShapes() {
        LogEntry versioned = entry(7, GREEN_MALWARE, "");
        LogEntry plain = new LogEntry(
                8, added(8), versioned.id(), Instant.EPOCH, GREEN_MALWARE, Set.of(), Links.NONE, versioned.content());

        ReleasedPage page = page(reading("threats", everything()), false, versioned, plain);

        assertThat(body(Endpoint.MANIFEST, page))
                .isEqualTo("{\"more\":false,\"objects\":["
                        + "{\"id\":\"" + versioned.id() + "\",\"date_added\":\"2026-01-31T12:00:00.007000Z\","
                        + "\"version\":\"1970-01-01T00:00:07.000000Z\","
                        + "\"media_type\":\"application/stix+json;version=2.1\"},"
                        + "{\"id\":\"" + versioned.id() + "\",\"date_added\":\"2026-01-31T12:00:00.008000Z\","
                        + "\"version\":\"2026-01-31T12:00:00.008000Z\","
                        + "\"media_type\":\"application/stix+json;version=2.1\"}]}");
        assertThat(body(Endpoint.VERSIONS, page))
                .isEqualTo("{\"more\":false,\"versions\":"
                        + "[\"1970-01-01T00:00:07.000000Z\",\"2026-01-31T12:00:00.008000Z\"]}");
        ReleasedPage empty = new ReleasedPage(List.of(), Optional.empty(), Optional.empty());
        assertThat(body(Endpoint.MANIFEST, empty)).isEqualTo("{}");
        assertThat(body(Endpoint.VERSIONS, empty)).isEqualTo("{}");
    }
}
