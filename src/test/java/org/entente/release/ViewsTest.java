package org.entente.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.entente.release.Partnership.COMMUNITY;
import static org.entente.release.Partnership.OUTSIDER;
import static org.entente.release.Partnership.XA;
import static org.entente.release.Partnership.XB;
import static org.entente.release.Partnership.directory;
import static org.entente.release.Partnership.indicator;
import static org.entente.release.Partnership.member;
import static org.entente.release.Partnership.upTo;
import static org.entente.release.Partnership.withPolicyOfXb;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.entente.log.Feed;
import org.entente.log.Links;
import org.entente.log.LogEntry;
import org.entente.log.NumberedClass;
import org.entente.log.ReleaseClass;
import org.entente.log.ReleaseClass.Markings;
import org.entente.log.ReleaseClass.Origin;
import org.entente.log.ReleaseClass.Topic;
import org.entente.partner.Directory;
import org.entente.partner.Directory.Member;
import org.entente.partner.TrustPolicy;
import org.entente.partner.TrustPolicy.Agreement;
import org.entente.partner.TrustPolicy.Obligations;
import org.entente.party.Attribution;
import org.entente.party.Audience;
import org.entente.release.Decision.Rule;
import org.entente.release.Decision.Withhold;
import org.entente.stix.MarkingFamily;
import org.entente.stix.Pap;
import org.entente.stix.StixId;
import org.entente.stix.Tlp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a partner gets that may have an object, but not all of it, nor at once. */
class ViewsTest {

    private static final Instant ADDED = Instant.parse("2026-01-01T00:00:00Z");
    private static final StixId ID = StixId.parse("indicator--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f");
    private static final StixId MEMBER = StixId.parse("malware--11111111-17d4-4cbf-938f-98ee46b3cd3f");
    private static final String CREATOR = "identity--aaaaaaaa-17d4-4cbf-938f-98ee46b3cd3f";
    private static final Markings RED_PART = new Markings(Tlp.RED, Tlp.CLEAR, true, Pap.CLEAR, Set.of());
    private static final TrustPolicy.To REMOVING_PARTS =
            upTo(Tlp.AMBER).withView(new Obligations(false, Set.of(), true, false));

    @Test
    void objectOfASubmitterNobodyMayKnowGoesOutUnderAnotherIdAndWithoutItsCreator() {
        Decisions decisions = compiled(withPolicyOfXb(upTo(Tlp.RED)), hidden(false, Set.of()));

        Released released = (Released) decisions.release(entry("\"created_by_ref\":\"" + CREATOR + "\""), XB);

        assertThat(text(released)).isEqualTo("{\"id\":\"" + released.id() + "\"}");
        assertThat(released.id()).isNotEqualTo(ID);
        assertThat(decisions.originals(XB, released.id())).contains(ID);
        assertThat(released.redacted()).isTrue();
    }

    @Test
    void submitterGetsItsOwnObjectAsItWas() {
        Decisions decisions = compiled(withPolicyOfXb(upTo(Tlp.RED)), hidden(true, Set.of(MarkingFamily.STATEMENT)));

        Released released = (Released) decisions.release(entry("\"x\":\"xa-cert\""), XA);

        assertThat(released.id()).isEqualTo(ID);
        assertThat(released.redacted()).isFalse();
    }

    @Test
    void objectThatWouldTellAHiddenSubmitterIsWithheld() {
        Directory directory = withPolicyOfXb(upTo(Tlp.RED));

        assertThat(compiled(directory, hidden(true, Set.of())).decide(1, XB)).isEqualTo(new Withhold(Rule.REVEALING));
        assertThat(compiled(directory, hidden(false, Set.of(MarkingFamily.STATEMENT)))
                        .decide(1, XB))
                .isEqualTo(new Withhold(Rule.REVEALING));
    }

    @Test
    void viewThatNamesTheSubmitterAllTheSameIsWithheldAndStopsNobody() {
        Decisions decisions = compiled(withPolicyOfXb(upTo(Tlp.RED)), hidden(false, Set.of()));

        assertThat(decisions.release(entry("\"x\":\"from XA-CERT\""), XB))
                .isEqualTo(new Outcome.Withheld(Rule.REVEALING));
    }

    @Test
    void partsAboveTheCeilingAreRemovedWhereThePolicySaysSo() {
        ReleaseClass subject = marked(RED_PART, Audience.of(Set.of(COMMUNITY), Set.of(), Set.of()));
        String redName = "\"name\":\"n\",\"granular_markings\":[{\"marking_ref\":\"" + Tlp.RED.marking()
                + "\",\"selectors\":[\"name\"]}]";

        Decisions without = compiled(withPolicyOfXb(upTo(Tlp.AMBER)), subject);
        Decisions with = compiled(withPolicyOfXb(REMOVING_PARTS), subject);

        assertThat(without.decide(1, XB)).isEqualTo(new Withhold(Rule.ABOVE_CEILING));
        Released released = (Released) with.release(entry(redName), XB);
        assertThat(text(released)).isEqualTo("{\"id\":\"" + released.id() + "\"}");
        assertThat(released.tlp()).isEqualTo(Tlp.CLEAR);
    }

    @Test
    void readersWhoShareTheIdOfAViewHaveTheSameBytesThoughOneIsNamedForItsRedPart() {
        TrustPolicy.To upToRed = upTo(Tlp.RED).withView(new Obligations(false, Set.of(), true, false));
        String redName = "\"name\":\"n\",\"granular_markings\":[{\"marking_ref\":\"" + Tlp.RED.marking()
                + "\",\"selectors\":[\"name\"]}]";
        Decisions community = compiled(withPolicyOfXb(upToRed), marked(RED_PART, Audience.ofCommunity(COMMUNITY)));
        Decisions named =
                compiled(withPolicyOfXb(upToRed), marked(RED_PART, Audience.of(Set.of(), Set.of(XB), Set.of())));

        assertThat(text((Released) community.release(entry(redName), XB))).doesNotContain("name");
        assertThat(text((Released) named.release(entry(redName), XB))).doesNotContain("name");
    }

    @Test
    void whoeverIsNamedOneByOneHasTheRedPartsOfWhatItGetsAsSubmitted() {
        Decisions named =
                compiled(withPolicyOfXb(upTo(Tlp.RED)), marked(RED_PART, Audience.of(Set.of(), Set.of(XB), Set.of())));
        String redName = "\"name\":\"n\",\"granular_markings\":[{\"marking_ref\":\"" + Tlp.RED.marking()
                + "\",\"selectors\":[\"name\"]}]";

        assertThat(text((Released) named.release(entry(redName), XB))).contains("\"name\":\"n\"");
    }

    @Test
    void containerIsTrimmedOfWhatAReaderMayNotHave() {
        ReleaseClass seen = indicator(Tlp.GREEN, Audience.OPEN);
        ReleaseClass unseen = indicator(Tlp.RED, Audience.OPEN);
        Decisions decisions = compiled(withPolicyOfXb(upTo(Tlp.AMBER)), seen, unseen);
        String members = "\"object_refs\":[\"" + MEMBER + "\",\"" + CREATOR + "\"]";
        Links links = new Links(Map.of(MEMBER, List.of(Set.of(2))), Set.of());
        Links both = new Links(
                Map.of(MEMBER, List.of(Set.of(2)), StixId.parse(CREATOR), List.of(Set.of(1), Set.of(2))), Set.of());

        Released released = (Released) decisions.release(entry(members, links), XB);

        assertThat(text(released)).contains("\"object_refs\":[\"" + CREATOR + "\"]");
        assertThat(released.id()).isNotEqualTo(ID);
        assertThat(decisions.originals(XB, released.id())).contains(ID);
        assertThat(decisions.originals(OUTSIDER, released.id())).doesNotContain(ID);
        assertThat(decisions.release(entry(members, both), XB)).isEqualTo(new Outcome.Withheld(Rule.TIED));
    }

    @Test
    void viewIsRenderedOnceForAllWhoShareIt() {
        Decisions decisions = compiled(withPolicyOfXb(upTo(Tlp.RED)), hidden(false, Set.of()));
        Renderings renderings = new Renderings();
        LogEntry entry = entry("\"name\":\"n\"");

        Released one = (Released) decisions.release(entry, XB, renderings);
        Released other = (Released) decisions.release(entry, OUTSIDER, renderings);

        assertThat(other.content()).isSameAs(one.content());
    }

    @Test
    void everythingIsAViewForAReaderWithObligationsAndReferencesStayConsistent() {
        TrustPolicy.To policy = upTo(Tlp.RED).withView(new Obligations(false, Set.of("labels"), false, false));
        Decisions decisions = compiled(withPolicyOfXb(policy), indicator(Tlp.GREEN, Audience.OPEN));

        Released referred = (Released) decisions.release(entry("\"labels\":[\"l\"]"), XB);
        Released referring = (Released) decisions.release(entry("\"x_ref\":\"" + ID + "\""), XB);

        assertThat(text(referred)).doesNotContain("labels");
        assertThat(text(referring)).contains("\"x_ref\":\"" + referred.id() + "\"");
    }

    @ParameterizedTest
    @CsvSource({"name, false, false", "'', true, false", "'', false, true"})
    void translationIsWithheldWhereAnythingIsRemoved(String property, boolean parts, boolean references) {
        Set<String> removed = property.isEmpty() ? Set.of() : Set.of(property);
        TrustPolicy.To policy = upTo(Tlp.RED).withView(new Obligations(false, removed, parts, references));
        ReleaseClass translation = ReleaseClass.plain(Tlp.GREEN, Feed.THREATS, "language-content", XA, Audience.OPEN);

        Decisions decisions = compiled(withPolicyOfXb(policy), translation);

        assertThat(decisions.decide(1, XB)).isEqualTo(new Withhold(Rule.REVEALING));
        assertThat(decisions.allows(1, OUTSIDER)).isTrue();
    }

    @Test
    void delayedEntryIsWithheldUntilItsTimeFromItsSubmitterToo() {
        TrustPolicy.To delayed = upTo(Tlp.RED).withDelay(Duration.ofHours(1));
        Directory directory = Directory.of(1, List.of(member(XA, 1, true, delayed)), List.of());
        Decisions decisions = compiled(directory, indicator(Tlp.GREEN, Audience.OPEN));
        LogEntry entry = entry("\"name\":\"n\"");

        assertThat(decisions.release(entry, XA)).isEqualTo(new Outcome.Withheld(Rule.EMBARGO));
        assertThat(decisions.at(ADDED.plusSeconds(3_599)).release(entry, XA))
                .isEqualTo(new Outcome.Withheld(Rule.EMBARGO));
        assertThat(decisions.at(ADDED.plusSeconds(3_600)).release(entry, XA)).isInstanceOf(Released.class);
        assertThat(decisions.at(ADDED).horizon(XA)).contains(ADDED.minusSeconds(3_600));
    }

    @Test
    void outsideItsAgreementAPartnerGetsNothingNotEvenItsOwn() {
        Member xb = member(XB, 2, true, upTo(Tlp.RED), COMMUNITY);
        TrustPolicy ending = new TrustPolicy(
                xb.policy().to(),
                xb.policy().from(),
                new Agreement(Optional.of(ADDED), Optional.of(ADDED.plusSeconds(60))));
        Member until = new Member(XB, "XB", 2, true, true, Set.of(COMMUNITY), ending, 1);
        ReleaseClass own = ReleaseClass.plain(Tlp.GREEN, Feed.THREATS, "indicator", XB, Audience.OPEN);
        Decisions decisions = compiled(directory(until), indicator(Tlp.GREEN, Audience.OPEN), own);

        assertThat(decisions.allows(1, XB)).as("unstamped").isFalse();
        assertThat(decisions.at(ADDED).visibleTo(XB, any -> true)).containsExactly(1, 2);
        for (Instant outside : List.of(ADDED.minusSeconds(1), ADDED.plusSeconds(60))) {
            assertThat(decisions.at(outside).decide(2, XB)).isEqualTo(new Withhold(Rule.AGREEMENT));
            assertThat(decisions.at(outside).visibleTo(XB, any -> true)).isEmpty();
            assertThat(decisions.at(outside).reads(XB)).isFalse();
            assertThat(decisions.at(outside).recipients(1).contains(2)).isFalse();
            assertThat(decisions.at(outside).allows(1, OUTSIDER)).isTrue();
        }
    }

    private static ReleaseClass hidden(boolean revealing, Set<MarkingFamily> families) {
        return new ReleaseClass(
                new Markings(Tlp.GREEN, Tlp.GREEN, true, Pap.CLEAR, families),
                Topic.of(Feed.THREATS, "indicator"),
                new Origin(XA, Attribution.NOBODY, revealing),
                Audience.OPEN,
                List.of());
    }

    private static ReleaseClass marked(Markings markings, Audience audience) {
        return new ReleaseClass(markings, Topic.of(Feed.THREATS, "indicator"), Origin.of(XA), audience, List.of());
    }

    private static Decisions compiled(Directory directory, ReleaseClass... classes) {
        Decisions decisions = Decisions.compile(directory, List.of());
        for (int i = 0; i < classes.length; i++) {
            decisions = decisions.with(List.of(new NumberedClass(i + 1, classes[i])));
        }
        return decisions;
    }

    private static LogEntry entry(String members) {
        return entry(members, Links.NONE);
    }

    private static LogEntry entry(String members, Links links) {
        String content = "{\"id\":\"" + ID + "\"," + members + "}";
        return new LogEntry(1, ADDED, ID, ADDED, 1, Set.of(), links, content.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(Released released) {
        return new String(released.content(), StandardCharsets.UTF_8);
    }
}
