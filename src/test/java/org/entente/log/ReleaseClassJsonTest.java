package org.entente.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.entente.log.ReleaseClass.Markings;
import org.entente.log.ReleaseClass.Origin;
import org.entente.log.ReleaseClass.Topic;
import org.entente.party.Attribution;
import org.entente.party.Audience;
import org.entente.party.CommunityId;
import org.entente.party.PartnerId;
import org.entente.stix.MarkingFamily;
import org.entente.stix.Pap;
import org.entente.stix.Tlp;
import org.junit.jupiter.api.Test;

class ReleaseClassJsonTest {

    private static final PartnerId XA = new PartnerId("xa-cert");
    private static final PartnerId XB = new PartnerId("xb-cert");

    @Test
    void readingIsTheInverseOfWriting() {
        ReleaseClass subject = new ReleaseClass(
                new Markings(
                        Tlp.AMBER_STRICT,
                        Tlp.GREEN,
                        false,
                        Pap.AMBER,
                        Set.of(MarkingFamily.ACS, MarkingFamily.STATEMENT)),
                new Topic(Feed.MITIGATIONS, "course-of-action", Set.of("energy"), Set.of("europe", "XA"), 40),
                new Origin(XA, Attribution.NOBODY, true),
                Audience.of(Set.of(new CommunityId("demo-csirts")), Set.of(XB), Set.of(XA)),
                List.of(Set.of(3, 1), Set.of(2)));

        assertThat(ReleaseClassJson.tryRead(ReleaseClassJson.write(subject))).contains(subject);
    }

    @Test
    void equalClassesAreWrittenAlike() {
        ReleaseClass one = ReleaseClass.plain(
                        Tlp.RED, Feed.THREATS, "note", XA, Audience.of(Set.of(), Set.of(XA, XB), Set.of()))
                .tiedTo(List.of(Set.of(12, 7, 30), Set.of(4)));
        ReleaseClass other = ReleaseClass.plain(
                        Tlp.RED, Feed.THREATS, "note", XA, Audience.of(Set.of(), Set.of(XB, XA), Set.of()))
                .tiedTo(List.of(Set.of(4), Set.of(30, 12, 7), Set.of(4)));

        assertThat(ReleaseClassJson.write(one)).isEqualTo(ReleaseClassJson.write(other));
    }

    @Test
    void propertyThisVersionDoesNotKnowMakesTheClassUnreadable() {
        String definition =
                ReleaseClassJson.write(ReleaseClass.plain(Tlp.CLEAR, Feed.THREATS, "note", XA, Audience.OPEN));
        String newer = definition.replaceFirst("\\{", "{\"embargo\":\"P7D\",");
        String older = definition.replace("\"confidence\":-1", "\"kind\":\"note\"");

        assertThat(ReleaseClassJson.tryRead(newer)).isEmpty();
        assertThat(ReleaseClassJson.tryRead(older)).isEmpty();
    }

    @Test
    void classWithoutExceptedCommunitiesIsWrittenAsBeforeThereWereAny() {
        ReleaseClass subject = ReleaseClass.plain(Tlp.CLEAR, Feed.THREATS, "note", XA, Audience.OPEN);
        Audience excepting = Audience.OPEN.withoutMembersOf(Set.of(new CommunityId("demo-csirts")));
        ReleaseClass restricted = ReleaseClass.plain(Tlp.CLEAR, Feed.THREATS, "note", XA, excepting);

        assertThat(ReleaseClassJson.write(subject)).doesNotContain("excepted");
        assertThat(ReleaseClassJson.tryRead(ReleaseClassJson.write(subject))).contains(subject);
        assertThat(ReleaseClassJson.tryRead(ReleaseClassJson.write(restricted))).contains(restricted);
    }

    @Test
    void classOfTheFirstShapeMeansWhatItMeantThen() {
        String first = """
                {"audience":{"communities":[],"exceptions":["xb-cert"],"open":true,"partners":[]},"feed":"THREATS",\
                "kind":"note","submitter":"xa-cert","ties":[[3]],"tlp":"GREEN","unknownMarking":true}""";

        assertThat(ReleaseClassJson.tryRead(first))
                .contains(new ReleaseClass(
                        new Markings(Tlp.GREEN, Tlp.GREEN, true, Pap.CLEAR, Set.of(MarkingFamily.OTHER)),
                        Topic.of(Feed.THREATS, "note"),
                        new Origin(XA, Attribution.EVERYONE, true),
                        Audience.of(Set.of(), Set.of(), Set.of(XB)),
                        List.of(Set.of(3))));
    }
}
