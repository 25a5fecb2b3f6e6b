package org.entente.release;

import java.util.BitSet;
import java.util.Map;
import java.util.Set;
import org.entente.partner.Directory;
import org.entente.partner.Directory.Community;
import org.entente.partner.Directory.Member;
import org.entente.party.PartnerId;

/** Works out for whom anything can be decided otherwise after a change of the directory. */
final class Affected {

    private Affected() {}

    /** Ordinals of the partners that are new, gone, or changed themselves or in a community. */
    static BitSet between(Directory before, Directory after) {
        BitSet affected = new BitSet();
        if (!before.communities().keySet().equals(after.communities().keySet())) {
            // What excepts a community that is gone reaches nobody, so a community's end is everybody's business.
            addOrdinals(affected, before.partners().keySet(), before);
            addOrdinals(affected, after.partners().keySet(), after);
            return affected;
        }
        addChanged(affected, before.partners(), after.partners());
        addChanged(affected, after.partners(), before.partners());
        for (Community was : before.communities().values()) {
            Community is = after.communities().getOrDefault(was.id(), was);
            if (!was.members().equals(is.members())) {
                addOrdinals(affected, was.members(), before);
                addOrdinals(affected, is.members(), after);
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

    private static void addOrdinals(BitSet affected, Set<PartnerId> ids, Directory directory) {
        for (PartnerId id : ids) {
            Member member = directory.partners().get(id);
            if (member != null) {
                affected.set(member.ordinal());
            }
        }
    }
}
