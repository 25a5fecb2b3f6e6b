package org.entente.release;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.entente.log.Feed;
import org.entente.log.NumberedClass;
import org.entente.log.ReleaseClass;
import org.entente.partner.Directory;
import org.entente.partner.Directory.Community;
import org.entente.partner.Directory.Member;
import org.entente.partner.TrustPolicy;
import org.entente.party.Audience;
import org.entente.party.CommunityId;
import org.entente.party.PartnerId;
import org.entente.stix.Tlp;

/** Two partners who share a community, and one who is in none. */
final class Partnership {

    static final PartnerId XA = new PartnerId("xa-cert");
    static final PartnerId XB = new PartnerId("xb-cert");
    static final PartnerId OUTSIDER = new PartnerId("xo-cert");
    static final CommunityId COMMUNITY = new CommunityId("demo-csirts");

    static final TrustPolicy.From TAKES_ALL = TrustPolicy.From.everything(Tlp.AMBER);

    private Partnership() {}

    static TrustPolicy.To upTo(Tlp ceiling) {
        return TrustPolicy.To.everythingUpTo(ceiling);
    }

    static Directory withPolicyOfXb(TrustPolicy.To policy) {
        return directory(member(XB, 2, true, policy, COMMUNITY));
    }

    static Directory directory(Member xb) {
        return Directory.of(
                1,
                List.of(member(XA, 1, true, upTo(Tlp.RED), COMMUNITY), xb, member(OUTSIDER, 3, true, upTo(Tlp.RED))),
                List.of(new Community(COMMUNITY, new UUID(1, 1), "Demo", Set.of(XA, xb.id()))));
    }

    static Member member(PartnerId id, int ordinal, boolean active, TrustPolicy.To policy, CommunityId... communities) {
        return new Member(
                id,
                id.value(),
                ordinal,
                active,
                true,
                Set.of(communities),
                new TrustPolicy(policy, TAKES_ALL, TrustPolicy.Agreement.UNLIMITED),
                1);
    }

    static ReleaseClass indicator(Tlp tlp, Audience audience) {
        return ReleaseClass.plain(tlp, Feed.THREATS, "indicator", XA, audience);
    }

    static Decisions decided(Directory directory, ReleaseClass... classes) {
        Decisions decisions = Decisions.compile(directory, List.of());
        for (int i = 0; i < classes.length; i++) {
            decisions = decisions.with(List.of(new NumberedClass(i + 1, classes[i])));
        }
        return decisions;
    }
}
