package org.entente.release;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import org.entente.log.ReleaseClass;
import org.entente.log.ReleaseClass.Markings;
import org.entente.log.ReleaseClass.Topic;
import org.entente.partner.Directory;
import org.entente.partner.Directory.Community;
import org.entente.partner.Directory.Member;
import org.entente.partner.TrustPolicy;
import org.entente.party.Attribution;
import org.entente.party.Audience;
import org.entente.party.CommunityId;
import org.entente.party.PartnerId;
import org.entente.release.Decision.Rule;
import org.entente.stix.MarkingFamily;
import org.entente.stix.Pap;
import org.entente.stix.Tlp;

/**
 * The rules, for one class and many partners at once. Each rule says which partners it lets a class pass to; who passes all is
 * a recipient, and the first a partner does not pass is why it is none. A rule can only withhold, so adding one never widens.
 *
 * <p>Made from a directory's policies, some or all of them; immutable afterwards and thread safe. A partner not among them
 * passes no rule.
 */
final class ReleaseRules {

    private static final int CONFIDENCE_MAX = 100;

    /** Its text stands for the text of an object the reader gets a view of, so it says what the view removes. */
    static final String TRANSLATION = "language-content";

    private final Map<PartnerId, Integer> ordinals = new HashMap<>();
    private final BitSet active = new BitSet();
    private final BitSet subscribing = new BitSet();
    private final BitSet[] ceilings = sets(Tlp.values().length);
    private final BitSet[] partCeilings = sets(Tlp.values().length);
    private final BitSet removingParts = new BitSet();
    private final BitSet[] paps = sets(Pap.values().length);
    private final BitSet[] confidences = sets(CONFIDENCE_MAX - Topic.UNSTATED + 1);
    private final AllowedBy<MarkingFamily> markings = new AllowedBy<>();
    private final AllowedBy<String> kinds = new AllowedBy<>();
    private final AllowedBy<String> sectors = new AllowedBy<>();
    private final AllowedBy<String> regions = new AllowedBy<>();
    private final AllowedBy<PartnerId> originators = new AllowedBy<>();
    private final Map<PartnerId, BitSet> originatorsRefused = new HashMap<>();
    private final Map<CommunityId, BitSet> receiving = new HashMap<>();
    private final Map<CommunityId, BitSet> memberships = new HashMap<>();
    private final BitSet notHidingSubmitters = new BitSet();
    private final BitSet removingProperties = new BitSet();

    private final List<Column> columns = List.of(
            new Column(Rule.SUSPENDED, this::subscribing),
            new Column(Rule.EXCEPTED, this::notExcepted),
            new Column(Rule.ABOVE_CEILING, this::withinCeiling),
            new Column(Rule.NOT_NAMED, this::namedIfRed),
            new Column(Rule.PAP, this::withinPap),
            new Column(Rule.MARKING, this::withMarkings),
            new Column(Rule.KIND, subject -> kinds.partners(subject.kind())),
            new Column(Rule.SECTOR, subject -> onTopic(sectors, subject.topic().sectors())),
            new Column(Rule.REGION, subject -> onTopic(regions, subject.topic().regions())),
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
        for (Member member : directory.partners().values()) {
            if (asked.test(member)) {
                add(member);
            }
        }
        directory.communities().values().forEach(community -> addReceiving(community, directory));
    }

    private static BitSet[] sets(int count) {
        BitSet[] sets = new BitSet[count];
        for (int i = 0; i < count; i++) {
            sets[i] = new BitSet();
        }
        return sets;
    }

    private void add(Member member) {
        int ordinal = member.ordinal();
        TrustPolicy.To policy = member.policy().to();
        ordinals.put(member.id(), ordinal);
        active.set(ordinal, member.active());
        subscribing.set(ordinal, member.reads());
        policy.maxTlp().ifPresent(ceiling -> {
            setUpTo(ceilings, ceiling.ordinal(), ordinal);
            if (policy.view().removeMarkedParts()) {
                setUpTo(partCeilings, ceiling.ordinal(), ordinal);
            }
        });
        removingParts.set(ordinal, policy.view().removeMarkedParts());
        setUpTo(paps, policy.maxPap().ordinal(), ordinal);
        int least = policy.minConfidence() > 0 ? policy.minConfidence() - Topic.UNSTATED : 0;
        for (int confidence = least; confidence < confidences.length; confidence++) {
            confidences[confidence].set(ordinal);
        }
        markings.add(ordinal, policy.markings());
        kinds.add(ordinal, policy.kinds());
        sectors.add(ordinal, policy.sectors());
        regions.add(ordinal, policy.regions());
        originators.add(ordinal, policy.originators());
        policy.originatorsRefused()
                .forEach(refused -> originatorsRefused
                        .computeIfAbsent(refused, none -> new BitSet())
                        .set(ordinal));
        notHidingSubmitters.set(ordinal, !policy.view().hideSubmitter());
        removingProperties.set(ordinal, !policy.view().removedProperties().isEmpty());
    }

    private static void setUpTo(BitSet[] levels, int highest, int ordinal) {
        for (int level = 0; level <= highest; level++) {
            levels[level].set(ordinal);
        }
    }

    /** Membership is read from the community's side too: a name that no longer is a community reaches nobody. */
    private void addReceiving(Community community, Directory directory) {
        BitSet receivers = new BitSet();
        for (PartnerId id : community.members()) {
            Member member = directory.partners().get(id);
            if (member != null
                    && ordinals.containsKey(id)
                    && member.policy().to().communities().contains(community.id())) {
                receivers.set(member.ordinal());
            }
        }
        receiving.put(community.id(), receivers);
        memberships.put(community.id(), ordinals(community.members()));
    }

    /**
     * Who may have entries of a class, agreements aside.
     *
     * @param recipients of classes with lower numbers, for the ties
     */
    BitSet recipients(ReleaseClass subject, IntFunction<PartnerSet> recipients) {
        BitSet passed = (BitSet) subscribing.clone();
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
        // The submitter wrote this itself. Asking any further rule would only tell it what others sent in. Nor is the
        // role asked
        // for: that ends reading at the exits, and intake must still know its earlier versions.
        Integer submitter = ordinals.get(subject.submitter());
        if (submitter != null) {
            passed.set(submitter, active.get(submitter));
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
        return subscribing;
    }

    private BitSet notExcepted(ReleaseClass subject) {
        Audience audience = subject.audience();
        BitSet left =
                audience.exceptions().isEmpty() ? subscribing : without(subscribing, ordinals(audience.exceptions()));
        for (CommunityId community : audience.exceptedCommunities()) {
            BitSet members = memberships.get(community);
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
        BitSet whole = ceilings[marked.tlp().ordinal()];
        return hasRemovableParts(marked)
                ? with(whole, partCeilings[marked.wholeTlp().ordinal()])
                : whole;
    }

    private BitSet namedIfRed(ReleaseClass subject) {
        Markings marked = subject.markings();
        if (marked.tlp() != Tlp.RED) {
            return subscribing;
        }
        BitSet named = ordinals(subject.audience().partners());
        return hasRemovableParts(marked) && marked.wholeTlp() != Tlp.RED ? with(named, removingParts) : named;
    }

    private static boolean hasRemovableParts(Markings marked) {
        return marked.separable() && marked.wholeTlp() != marked.tlp();
    }

    private BitSet withinPap(ReleaseClass subject) {
        return paps[subject.markings().pap().ordinal()];
    }

    private BitSet withMarkings(ReleaseClass subject) {
        return allowingAll(markings, subject.markings().families());
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
        return all == null ? subscribing : all;
    }

    /** A confidence that is none at all counts as none stated. */
    private BitSet confident(ReleaseClass subject) {
        int stated = subject.topic().confidence();
        boolean sound = stated >= 0 && stated <= CONFIDENCE_MAX;
        return confidences[(sound ? stated : Topic.UNSTATED) - Topic.UNSTATED];
    }

    private BitSet fromOriginator(ReleaseClass subject) {
        BitSet allowed = originators.partners(subject.submitter());
        BitSet refused = originatorsRefused.get(subject.submitter());
        return refused == null ? allowed : without(allowed, refused);
    }

    private BitSet addressed(ReleaseClass subject) {
        Audience audience = subject.audience();
        if (audience.open()) {
            // Above GREEN intake names the submitter's communities; a class that names nobody all the same reaches
            // nobody.
            return subject.tlp().isWithin(Tlp.GREEN) ? subscribing : new BitSet();
        }
        BitSet named = ordinals(audience.partners());
        for (CommunityId community : audience.communities()) {
            BitSet members = receiving.get(community);
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
            return subscribing;
        }
        BitSet showing = subject.origin().attribution() == Attribution.EVERYONE ? notHidingSubmitters : new BitSet();
        return translation ? without(showing, removingProperties) : showing;
    }

    private BitSet ordinals(Set<PartnerId> partners) {
        BitSet named = new BitSet();
        for (PartnerId id : partners) {
            Integer ordinal = ordinals.get(id);
            if (ordinal != null) {
                named.set(ordinal);
            }
        }
        return named;
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
