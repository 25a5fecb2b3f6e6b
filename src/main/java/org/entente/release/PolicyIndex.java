package org.entente.release;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.entente.log.ReleaseClass.Topic;
import org.entente.partner.Directory;
import org.entente.partner.Directory.Community;
import org.entente.partner.Directory.Member;
import org.entente.partner.TrustPolicy;
import org.entente.party.CommunityId;
import org.entente.party.PartnerId;
import org.entente.stix.MarkingFamily;
import org.entente.stix.Pap;
import org.entente.stix.Tlp;

/**
 * Policies turned round: for each thing a policy can say, the partners whose policies say it, by their ordinals. Filled on
 * construction, then only read: the bits are shared, not to be changed.
 */
final class PolicyIndex {

    static final int CONFIDENCE_MAX = 100;

    final Map<PartnerId, Integer> ordinals = new HashMap<>();
    final BitSet active = new BitSet();
    final BitSet subscribing = new BitSet();
    final BitSet[] ceilings = sets(Tlp.values().length);
    final BitSet[] partCeilings = sets(Tlp.values().length);
    final BitSet removingParts = new BitSet();
    final BitSet[] paps = sets(Pap.values().length);
    final BitSet[] confidences = sets(CONFIDENCE_MAX - Topic.UNSTATED + 1);
    final AllowedBy<MarkingFamily> markings = new AllowedBy<>();
    final AllowedBy<String> kinds = new AllowedBy<>();
    final AllowedBy<String> sectors = new AllowedBy<>();
    final AllowedBy<String> regions = new AllowedBy<>();
    final AllowedBy<PartnerId> originators = new AllowedBy<>();
    final Map<PartnerId, BitSet> originatorsRefused = new HashMap<>();
    final Map<CommunityId, BitSet> receiving = new HashMap<>();
    final Map<CommunityId, BitSet> memberships = new HashMap<>();
    final BitSet notHidingSubmitters = new BitSet();
    final BitSet removingProperties = new BitSet();

    /** @param asked partners whose policies are turned round */
    PolicyIndex(Directory directory, Predicate<Member> asked) {
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
        removingProperties.set(
                ordinal,
                !policy.view().removedProperties().isEmpty()
                        || policy.view().removeMarkedParts()
                        || policy.view().removeExternalReferences());
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

    /** Of those among the partners asked; a set of its own. */
    BitSet ordinals(Set<PartnerId> partners) {
        BitSet named = new BitSet();
        for (PartnerId id : partners) {
            Integer ordinal = ordinals.get(id);
            if (ordinal != null) {
                named.set(ordinal);
            }
        }
        return named;
    }
}
