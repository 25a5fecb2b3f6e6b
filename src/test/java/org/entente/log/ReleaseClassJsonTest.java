package org.entente.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.entente.party.Audience;
import org.entente.party.CommunityId;
import org.entente.party.PartnerId;
import org.entente.stix.Tlp;
import org.junit.jupiter.api.Test;

class ReleaseClassJsonTest {

    private static final PartnerId XA = new PartnerId("xa-cert");
    private static final PartnerId XB = new PartnerId("xb-cert");

    @Test
    void readingIsTheInverseOfWriting() {
        ReleaseClass subject = new ReleaseClass(
                Tlp.AMBER_STRICT,
                Feed.MITIGATIONS,
                "course-of-action",
                XA,
                Audience.of(Set.of(new CommunityId("demo-csirts")), Set.of(XB), Set.of(XA)),
                true,
                List.of(Set.of(3, 1), Set.of(2)));

        assertThat(ReleaseClassJson.tryRead(ReleaseClassJson.write(subject))).contains(subject);
    }

    @Test
    void equalClassesAreWrittenAlike() {
        ReleaseClass one = new ReleaseClass(
                Tlp.RED,
                Feed.THREATS,
                "note",
                XA,
                Audience.of(Set.of(), Set.of(XA, XB), Set.of()),
                false,
                List.of(Set.of(12, 7, 30), Set.of(4)));
        ReleaseClass other = new ReleaseClass(
                Tlp.RED,
                Feed.THREATS,
                "note",
                XA,
                Audience.of(Set.of(), Set.of(XB, XA), Set.of()),
                false,
                List.of(Set.of(4), Set.of(30, 12, 7), Set.of(4)));

        assertThat(ReleaseClassJson.write(one)).isEqualTo(ReleaseClassJson.write(other));
    }

    @Test
    void propertyThisVersionDoesNotKnowMakesTheClassUnreadable() {
        String definition = ReleaseClassJson.write(
                new ReleaseClass(Tlp.CLEAR, Feed.THREATS, "note", XA, Audience.OPEN, false, List.of()));
        String newer = definition.replaceFirst("\\{", "{\"embargo\":\"P7D\",");
        String older = definition.replace("\"unknownMarking\":false", "\"kind\":\"note\"");

        assertThat(ReleaseClassJson.tryRead(newer)).isEmpty();
        assertThat(ReleaseClassJson.tryRead(older)).isEmpty();
    }
}
