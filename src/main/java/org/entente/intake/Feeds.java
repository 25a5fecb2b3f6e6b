package org.entente.intake;

import java.util.Set;
import org.entente.log.Feed;
import org.entente.stix.StixId;
import org.entente.stix.StixObject;

/**
 * Which feed an object belongs to. A course of action is a mitigation; so is a relationship with one at either end, and a
 * note, opinion, sighting, grouping, report or translation that is about courses of action only. All else is a threat;
 * advisories are made by the exchange.
 */
final class Feeds {

    private static final String COURSE_OF_ACTION = "course-of-action";

    private static final Set<String> ABOUT_OTHERS =
            Set.of("note", "opinion", "sighting", "grouping", "report", "language-content");

    private Feeds() {}

    static Feed of(StixObject object) {
        return isMitigation(object.type(), object.references()) ? Feed.MITIGATIONS : Feed.THREATS;
    }

    private static boolean isMitigation(String type, Set<StixId> references) {
        if (type.equals(COURSE_OF_ACTION)) {
            return true;
        }
        if (type.equals("relationship")) {
            return references.stream().anyMatch(Feeds::isCourseOfAction);
        }
        return ABOUT_OTHERS.contains(type)
                && !references.isEmpty()
                && references.stream().allMatch(Feeds::isCourseOfAction);
    }

    private static boolean isCourseOfAction(StixId id) {
        return id.type().equals(COURSE_OF_ACTION);
    }
}
