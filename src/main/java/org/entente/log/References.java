package org.entente.log;

import java.util.Map;
import java.util.Set;
import org.entente.stix.StixId;

/**
 * What an asserted object refers to, as far as its submitter may know of it here. An object its submitter cannot know from
 * the exchange is in none of these.
 *
 * @param own objects that the same submitter asserts, in the same submission or before
 * @param others objects of others, each with the classes by which its submitter knows it: a reader must be allowed one
 * @param members of a container, what its list of members names and nothing else in it does: the same classes for an object of
 *     others, an empty set for one its submitter asserts too. A reader that may not have a member gets the container
 *     without it
 * @param freeMembers whether a container has members besides, so that something is left of it for every reader
 * @param foreign objects of others that its submitter does not assert; only where its attribution hides it
 */
public record References(
        Set<StixId> own,
        Map<StixId, Set<Integer>> others,
        Map<StixId, Set<Integer>> members,
        boolean freeMembers,
        Set<StixId> foreign) {

    /** Refers to nothing. */
    public static final References NONE = new References(Set.of(), Map.of(), Map.of(), false, Set.of());

    /** Copies all of them. */
    public References {
        own = Set.copyOf(own);
        others = Map.copyOf(others);
        members = Map.copyOf(members);
        foreign = Set.copyOf(foreign);
    }

    /** Objects its submitter asserts too. */
    public static References toOwn(Set<StixId> own) {
        return new References(own, Map.of(), Map.of(), false, Set.of());
    }

    /** Whether they restrict who may have the object. */
    boolean restrict() {
        return !own.isEmpty() || !others.isEmpty() || !members.isEmpty();
    }
}
