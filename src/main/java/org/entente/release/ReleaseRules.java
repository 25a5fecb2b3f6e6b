package org.entente.release;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import org.entente.log.ReleaseClass;
import org.entente.log.ReleaseClass.Markings;
import org.entente.log.ReleaseClass.Topic;
import org.entente.partner.Directory;
import org.entente.partner.Directory.Member;
import org.entente.partner.TrustPolicy;
import org.entente.party.Attribution;
import org.entente.party.Audience;
import org.entente.party.CommunityId;
import org.entente.release.Decision.Rule;
import org.entente.stix.Tlp;

/**
 * The rules, for one class and many partners at once. Each rule says which partners it lets a class pass to; who passes all is
 * a recipient, and the first a partner does not pass is why it is none. A rule can only withhold, so adding one never widens.
 *
 * <p>Made from a directory's policies, some or all of them; immutable afterwards and thread safe. A partner not among them
 * passes no rule.
 */
final class ReleaseRules {

    /** Its text stands for the text of an object the reader gets a view of, so it says what the view removes. */
    static final String TRANSLATION = "language-content";

    private final PolicyIndex policies;
    private final List<Column> columns = List.of(
            new Column(Rule.SUSPENDED, this::subscribing),
            new Column(Rule.EXCEPTED, this::notExcepted),
            new Column(Rule.ABOVE_CEILING, this::withinCeiling),
            new Column(Rule.NOT_NAMED, this::namedIfRed),
            new Column(Rule.PAP, this::withinPap),
            new Column(Rule.MARKING, this::withMarkings),
            new Column(Rule.KIND, this::ofKind),
            new Column(Rule.SECTOR, this::inSectors),
            new Column(Rule.REGION, this::inRegions),
            new Column(Rule.CONFIDENCE, this::confident),
            new Column(Rule.ORIGINATOR, this::fromOriginator),
            new Column(Rule.AUDIENCE, this::addressed),
            new Column(Rule.REVEALING, this::concealed));

    /** One rule: whom it lets a class pass to. The bits are shared, not to be changed. */
    private record Column(Rule rule, Passing passing) {}

    @FunctionalInterface
    private interface Passing {
        BitSet partners(ReleaseClass subject);
    }

    /** @param asked partners the rules are made for */
    ReleaseRules(Directory directory, Predicate<Member> asked) {
        this.policies = new PolicyIndex(directory, asked);
    }

    /**
     * Who may have entries of a class, agreements aside.
     *
     * @param recipients of classes with lower numbers, for the ties
     */
    BitSet recipients(ReleaseClass subject, IntFunction<PartnerSet> recipients) {
        if (subject.wasWithdrawn()) {
            return new BitSet();
        }
        BitSet passed = (BitSet) policies.subscribing.clone();
        for (Column column : columns) {
            if (passed.isEmpty()) {
                break;
            }
            passed.and(column.passing().partners(subject));
        }
        for (Set<Integer> anyOf : subject.ties()) {
            if (passed.isEmpty()) {
                break;
            }
            BitSet tied = new BitSet();
            anyOf.forEach(number -> recipients.apply(number).addTo(tied));
            passed.and(tied);
        }
        // The submitter wrote this itself: any further rule would only tell it what others sent in. Nor is the role
        // asked for: that ends reading at the exits, and intake must still know its earlier versions.
        Integer submitter = policies.ordinals.get(subject.submitter());
        if (submitter != null) {
            passed.set(submitter, policies.active.get(submitter));
        }
        return passed;
    }

    /** The first rule that withholds a class from a partner that did not submit it, ties and agreement aside. */
    Optional<Rule> withholding(ReleaseClass subject, Member partner) {
        for (Column column : columns) {
            if (!column.passing().partners(subject).get(partner.ordinal())) {
                return Optional.of(column.rule());
            }
        }
        return Optional.empty();
    }

    private BitSet subscribing(ReleaseClass subject) {
        return policies.subscribing;
    }

    private BitSet notExcepted(ReleaseClass subject) {
        Audience audience = subject.audience();
        BitSet left = audience.exceptions().isEmpty()
                ? policies.subscribing
                : without(policies.subscribing, policies.ordinals(audience.exceptions()));
        for (CommunityId community : audience.exceptedCommunities()) {
            BitSet members = policies.memberships.get(community);
            if (members == null) {
                // Who was meant cannot be told any more.
                return new BitSet();
            }
            left = without(left, members);
        }
        return left;
    }

    /** Where only parts are above the ceiling, it may pass to those that get a view without them. */
    private BitSet withinCeiling(ReleaseClass subject) {
        Markings marked = subject.markings();
        BitSet whole = policies.ceilings[marked.tlp().ordinal()];
        return hasRemovableParts(marked)
                ? with(whole, policies.partCeilings[marked.wholeTlp().ordinal()])
                : whole;
    }

    private BitSet namedIfRed(ReleaseClass subject) {
        Markings marked = subject.markings();
        if (marked.tlp() != Tlp.RED) {
            return policies.subscribing;
        }
        BitSet named = policies.ordinals(subject.audience().partners());
        return hasRemovableParts(marked) && marked.wholeTlp() != Tlp.RED ? with(named, policies.removingParts) : named;
    }

    private static boolean hasRemovableParts(Markings marked) {
        return marked.separable() && marked.wholeTlp() != marked.tlp();
    }

    private BitSet withinPap(ReleaseClass subject) {
        return policies.paps[subject.markings().pap().ordinal()];
    }

    private BitSet withMarkings(ReleaseClass subject) {
        return allowingAll(policies.markings, subject.markings().families());
    }

    private BitSet ofKind(ReleaseClass subject) {
        return policies.kinds.partners(subject.kind());
    }

    private BitSet inSectors(ReleaseClass subject) {
        return onTopic(policies.sectors, subject.topic().sectors());
    }

    private BitSet inRegions(ReleaseClass subject) {
        return onTopic(policies.regions, subject.topic().regions());
    }

    /** What states none passes where {@value TrustPolicy#UNSPECIFIED} is allowed; what states some, where all of them are. */
    private BitSet onTopic(AllowedBy<String> allowed, Set<String> stated) {
        return stated.isEmpty() ? allowed.partners(TrustPolicy.UNSPECIFIED) : allowingAll(allowed, stated);
    }

    private <T> BitSet allowingAll(AllowedBy<T> allowed, Set<T> names) {
        BitSet all = null;
        for (T name : names) {
            BitSet partners = allowed.partners(name);
            all = all == null ? partners : intersection(all, partners);
        }
        return all == null ? policies.subscribing : all;
    }

    /** A confidence that is none at all counts as none stated. */
    private BitSet confident(ReleaseClass subject) {
        int stated = subject.topic().confidence();
        boolean sound = stated >= 0 && stated <= PolicyIndex.CONFIDENCE_MAX;
        return policies.confidences[(sound ? stated : Topic.UNSTATED) - Topic.UNSTATED];
    }

    private BitSet fromOriginator(ReleaseClass subject) {
        BitSet allowed = policies.originators.partners(subject.submitter());
        BitSet refused = policies.originatorsRefused.get(subject.submitter());
        return refused == null ? allowed : without(allowed, refused);
    }

    private BitSet addressed(ReleaseClass subject) {
        Audience audience = subject.audience();
        if (audience.open()) {
            // Above GREEN intake names the submitter's communities; a class that names nobody all the same reaches
            // nobody.
            return subject.tlp().isWithin(Tlp.GREEN) ? policies.subscribing : new BitSet();
        }
        BitSet named = policies.ordinals(audience.partners());
        for (CommunityId community : audience.communities()) {
            BitSet members = policies.receiving.get(community);
            if (members != null) {
                named.or(members);
            }
        }
        return named;
    }

    /** What would tell its submitter although it is hidden, or what a view removes from the object it translates. */
    private BitSet concealed(ReleaseClass subject) {
        boolean translation = subject.kind().equals(TRANSLATION);
        boolean revealing =
                subject.origin().revealing() || !subject.markings().families().isEmpty();
        if (!translation && !revealing) {
            return policies.subscribing;
        }
        BitSet showing =
                subject.origin().attribution() == Attribution.EVERYONE ? policies.notHidingSubmitters : new BitSet();
        return translation ? without(showing, policies.removingProperties) : showing;
    }

    private static BitSet with(BitSet some, BitSet others) {
        BitSet all = (BitSet) some.clone();
        all.or(others);
        return all;
    }

    private static BitSet without(BitSet some, BitSet others) {
        BitSet left = (BitSet) some.clone();
        left.andNot(others);
        return left;
    }

    private static BitSet intersection(BitSet some, BitSet others) {
        BitSet both = (BitSet) some.clone();
        both.and(others);
        return both;
    }
}
