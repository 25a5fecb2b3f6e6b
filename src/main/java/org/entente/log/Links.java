package org.entente.log;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.entente.stix.StixId;

/**
 * What an entry's references rest on, as it was when the entry was sequenced.
 *
 * @param members of a container (report, grouping, note, opinion, observed-data): its members that not every reader of the
 *     container may have, each with its conditions. A reader may have a member when of every set it is allowed at least one
 *     class; any other member is trimmed from what it gets
 * @param foreign objects referred to that the submitter knows from others and does not assert itself; kept only where its
 *     attribution hides it. In a view that hides the submitter these keep their ids
 */
public record Links(Map<StixId, List<Set<Integer>>> members, Set<StixId> foreign) {

    /** Nothing to trim and nothing foreign. */
    public static final Links NONE = new Links(Map.of(), Set.of());

    /** Copies both. */
    public Links {
        members = Map.copyOf(members);
        foreign = Set.copyOf(foreign);
    }
}
