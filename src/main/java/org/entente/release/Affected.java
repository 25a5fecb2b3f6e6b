package org.entente.release;

import java.util.BitSet;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.entente.partner.Directory;
import org.entente.partner.Directory.Community;
import org.entente.partner.Directory.Member;
import org.entente.party.CommunityId;
import org.entente.party.PartnerId;
import org.jspecify.annotations.Nullable;

/** Works out for whom anything can be decided otherwise after a change of the directory. */
final class Affected {

    private Affected() {}

    /** Ordinals of the partners that are new, gone, or changed themselves or in a community. */
    static BitSet between(Directory before, Directory after) {
        BitSet affected = new BitSet();
        addChanged(affected, before.partners(), after.partners());
        addChanged(affected, after.partners(), before.partners());
        Set<CommunityId> communities = new HashSet<>(before.communities().keySet());
        communities.addAll(after.communities().keySet());
        for (CommunityId id : communities) {
            Set<PartnerId> were = members(before.communities().get(id));
            Set<PartnerId> are = members(after.communities().get(id));
            if (!were.equals(are)) {
                addOrdinals(affected, were, before);
                addOrdinals(affected, are, after);
            }
        }
        return affected;
    }

    private static void addChanged(BitSet affected, Map<PartnerId, Member> some, Map<PartnerId, Member> others) {
        for (Member member : some.values()) {
            if (!member.equals(others.get(member.id()))) {
                affected.set(member.ordinal());
            }
        }
    }

    private static Set<PartnerId> members(@Nullable Community community) {
        return community == null ? Set.of() : community.members();
    }

    private static void addOrdinals(BitSet affected, Set<PartnerId> ids, Directory directory) {
        for (PartnerId id : ids) {
            Member member = directory.partners().get(id);
            if (member != null) {
                affected.set(member.ordinal());
            }
        }
    }
}
