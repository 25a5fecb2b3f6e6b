package org.entente.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.entente.log.Assertion;
import org.entente.log.Feed;
import org.entente.log.References;
import org.entente.log.ReleaseClass;
import org.entente.party.Audience;
import org.entente.party.PartnerId;
import org.entente.stix.StixId;
import org.entente.stix.Tlp;
import org.junit.jupiter.api.Test;

/** Who waits for whom. */
class UnderWayTest {

    private final UnderWay underWay = new UnderWay();

    @Test
    void sameBytesOfOthersAreWaitedForWhileTheyAreBeingAppended() {
        UnderWay.Stay first = enter("xa-cert", "x", UnderWay.Manner.TOGETHER);
        UnderWay.Stay second = enter("xb-cert", "x", UnderWay.Manner.TOGETHER);
        UnderWay.Stay others = enter("xc-cert", "y", UnderWay.Manner.TOGETHER);

        assertThat(first.waits()).isFalse();
        assertThat(second.waits()).isTrue();
        assertThat(others.waits()).isFalse();
        underWay.leave(first);
        assertThat(second.waits()).isFalse();
    }

    @Test
    void ofOthersNothingThatWaitsItselfIsWaitedFor() {
        UnderWay.Stay large = enter("xa-cert", "large", UnderWay.Manner.ONE_BY_ONE);
        UnderWay.Stay behindIt = enter("xa-cert", "x", UnderWay.Manner.ONE_BY_ONE);

        assertThat(large.waits()).isFalse();
        assertThat(behindIt.waits()).isTrue();
        assertThat(enter("xb-cert", "x", UnderWay.Manner.TOGETHER).waits()).isFalse();
        underWay.leave(large);
        assertThat(behindIt.waits()).isFalse();
        assertThat(enter("xc-cert", "x", UnderWay.Manner.TOGETHER).waits()).isTrue();
    }

    @Test
    void ownOfOneVersionIsWaitedForHoweverItGoes() {
        UnderWay.Stay first = enter("xa-cert", "x", UnderWay.Manner.ALONE);
        UnderWay.Stay second = enter("xa-cert", "y", UnderWay.Manner.ALONE);
        UnderWay.Stay third = enter("xa-cert", "z", UnderWay.Manner.TOGETHER);

        underWay.leave(first);
        assertThat(second.waits()).isFalse();
        assertThat(third.waits()).isTrue();
        underWay.leave(second);
        assertThat(third.waits()).isFalse();
    }

    private UnderWay.Stay enter(String submitter, String content, UnderWay.Manner manner) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        Assertion assertion = new Assertion(
                StixId.parse("ipv4-addr--28bb3599-77cd-5a82-a950-b5bc3caf07c4"),
                Instant.EPOCH,
                ContentDigest.of(bytes),
                bytes,
                ReleaseClass.plain(Tlp.GREEN, Feed.THREATS, "ipv4-addr", new PartnerId(submitter), Audience.OPEN),
                References.NONE);
        SubmissionRequest request = new SubmissionRequest(
                new PartnerId(submitter),
                SubmissionRequest.Shape.BUNDLE,
                bytes,
                Audience.OPEN,
                false,
                Optional.empty());
        return underWay.enter(request, List.of(assertion), manner);
    }
}
