package org.entente.recall;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.entente.log.Feed;
import org.entente.log.Links;
import org.entente.log.NumberedClass;
import org.entente.log.Placement;
import org.entente.log.ReleaseClass;
import org.entente.log.ReleaseClass.Markings;
import org.entente.log.ReleaseClass.Origin;
import org.entente.log.ReleaseClass.Topic;
import org.entente.log.StandingEntry;
import org.entente.partner.Directory;
import org.entente.partner.Directory.Member;
import org.entente.partner.MemberHistory.End;
import org.entente.partner.MemberHistory.Fact;
import org.entente.partner.TrustPolicy;
import org.entente.partner.TrustPolicy.Agreement;
import org.entente.partner.TrustPolicy.Allowed;
import org.entente.partner.TrustPolicy.Obligations;
import org.entente.partner.TrustPolicy.To;
import org.entente.party.Attribution;
import org.entente.party.Audience;
import org.entente.party.PartnerId;
import org.entente.release.Decisions;
import org.entente.stix.StixId;
import org.entente.stix.Tlp;

/** A reader with changing policies, and one object that two submit. */
final class ChangingReader {

    private ChangingReader() {}

    static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
    static final Agreement ENDED = new Agreement(Optional.empty(), Optional.of(NOW.minusSeconds(3_600)));

    static final PartnerId AUTHOR = new PartnerId("xa-cert");
    static final PartnerId READER = new PartnerId("xb-cert");
    static final int CLEAR = 1;
    static final int GREEN = 2;
    static final int GREEN_OF_ANOTHER = 3;
    static final int WITHDRAWN = 4;
    static final int ITS_OWN = 5;
    static final int CLEAR_OF_NOBODY_KNOWN = 6;

    static final PartnerId OTHER = new PartnerId("xc-cert");

    /** A fact of so many days ago. */
    static Fact fact(long revision, int daysAgo, boolean active, boolean subscribes, Agreement agreement) {
        TrustPolicy policy = new TrustPolicy(TrustPolicy.CLOSED.to(), TrustPolicy.CLOSED.from(), agreement);
        return fact(revision, daysAgo, new Member(READER, "XB", 1, active, subscribes, Set.of(), policy, revision));
    }

    static Fact fact(long revision, int daysAgo, Member member) {
        return new Fact(revision, member, revision, daysAgo(daysAgo), Optional.empty());
    }

    static Fact upTo(Tlp ceiling, long revision, int daysAgo, Agreement agreement) {
        TrustPolicy policy = new TrustPolicy(To.everythingUpTo(ceiling), TrustPolicy.CLOSED.from(), agreement);
        return fact(revision, daysAgo, new Member(READER, "XB", 1, true, true, Set.of(), policy, revision));
    }

    static Fact wide(long revision, int daysAgo, Agreement agreement) {
        return upTo(Tlp.GREEN, revision, daysAgo, agreement);
    }

    static Fact narrow(long revision, int daysAgo, Agreement agreement) {
        return upTo(Tlp.CLEAR, revision, daysAgo, agreement);
    }

    /** While the partner is as that fact has it. */
    static Decisions decisions(Fact present) {
        Member author = new Member(AUTHOR, "XA", 0, true, true, Set.of(), TrustPolicy.CLOSED, 1);
        return Decisions.compile(
                Directory.of(1, List.of(author, present.member()), List.of()),
                List.of(
                        new NumberedClass(CLEAR, of(AUTHOR, Tlp.CLEAR)),
                        new NumberedClass(GREEN, of(AUTHOR, Tlp.GREEN)),
                        new NumberedClass(GREEN_OF_ANOTHER, of(OTHER, Tlp.GREEN)),
                        new NumberedClass(WITHDRAWN, of(AUTHOR, Tlp.GREEN).withdrawn()),
                        new NumberedClass(ITS_OWN, of(READER, Tlp.GREEN)),
                        new NumberedClass(
                                CLEAR_OF_NOBODY_KNOWN,
                                new ReleaseClass(
                                        Markings.of(Tlp.CLEAR),
                                        Topic.of(Feed.THREATS, "malware"),
                                        new Origin(OTHER, Attribution.NOBODY, false),
                                        Audience.OPEN,
                                        List.of()))));
    }

    /** The same object each time. */
    static StandingEntry entry(long position, int daysAgo, int classNumber) {
        StixId id = StixId.parse("malware--0c7b5b88-8ff7-4a4d-aa9d-feb398cd0061");
        return new StandingEntry(
                new Placement(position, daysAgo(daysAgo), id, Instant.EPOCH, classNumber, Links.NONE),
                AUTHOR,
                classNumber,
                1);
    }

    private static ReleaseClass of(PartnerId submitter, Tlp tlp) {
        return ReleaseClass.plain(tlp, Feed.THREATS, "malware", submitter, Audience.OPEN);
    }

    static Instant daysAgo(int days) {
        return NOW.minusSeconds(days * 86_400L);
    }

    /** As its history has them: each ends with the next. */
    static List<Fact> history(Fact... facts) {
        List<Fact> history = new ArrayList<>();
        for (int i = 0; i < facts.length; i++) {
            Fact fact = facts[i];
            Optional<End> ended = i + 1 < facts.length
                    ? Optional.of(new End(facts[i + 1].since(), facts[i + 1].lastPosition()))
                    : Optional.empty();
            history.add(new Fact(fact.revision(), fact.member(), fact.lastPosition(), fact.since(), ended));
        }
        return history;
    }

    static Fact reads(long revision, int daysAgo) {
        return fact(revision, daysAgo, true, true, Agreement.UNLIMITED);
    }

    static Fact suspended(long revision, int daysAgo) {
        return fact(revision, daysAgo, false, true, Agreement.UNLIMITED);
    }

    static Fact submitsOnly(long revision, int daysAgo) {
        return fact(revision, daysAgo, true, false, Agreement.UNLIMITED);
    }

    /** Gives what is clear, a month late. */
    static Fact late(long revision, int daysAgo) {
        return delayed(Tlp.CLEAR, revision, daysAgo, Duration.ofDays(30));
    }

    static Fact delayed(Tlp ceiling, long revision, int daysAgo, Duration delay) {
        return gives(ceiling, Allowed.every(), delay, Obligations.NONE, revision, daysAgo);
    }

    /** Gives what the first author submitted, at once. */
    static Fact ofTheAuthor(Tlp ceiling, long revision, int daysAgo) {
        return gives(ceiling, Allowed.only(Set.of(AUTHOR)), Duration.ZERO, Obligations.NONE, revision, daysAgo);
    }

    static Fact ofAnother(long revision, int daysAgo, Duration delay) {
        return gives(Tlp.GREEN, Allowed.only(Set.of(OTHER)), delay, Obligations.NONE, revision, daysAgo);
    }

    /** Gives views. */
    static Fact views(Obligations view, long revision, int daysAgo) {
        return views(Tlp.GREEN, view, revision, daysAgo);
    }

    static Fact views(Tlp ceiling, Obligations view, long revision, int daysAgo) {
        return gives(ceiling, Allowed.every(), Duration.ZERO, view, revision, daysAgo);
    }

    static Fact gives(
            Tlp ceiling, Allowed<PartnerId> originators, Duration delay, Obligations view, long revision, int daysAgo) {
        To at = To.everythingUpTo(ceiling);
        To to = new To(
                at.maxTlp(),
                at.maxPap(),
                at.communities(),
                at.kinds(),
                at.sectors(),
                at.regions(),
                originators,
                at.originatorsRefused(),
                at.minConfidence(),
                delay,
                at.markings(),
                view);
        TrustPolicy policy = new TrustPolicy(to, TrustPolicy.CLOSED.from(), Agreement.UNLIMITED);
        return fact(revision, daysAgo, new Member(READER, "XB", 1, true, true, Set.of(), policy, revision));
    }

    static Agreement from(int daysAgo) {
        return new Agreement(Optional.of(daysAgo(daysAgo)), Optional.empty());
    }

    static Agreement until(int daysAgo) {
        return new Agreement(Optional.empty(), Optional.of(daysAgo(daysAgo)));
    }
}
