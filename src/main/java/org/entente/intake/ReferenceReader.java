package org.entente.intake;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.entente.log.References;
import org.entente.party.Attribution;
import org.entente.stix.StixId;
import org.entente.stix.StixObject;

/** Sorts what an object refers to by whether its submitter asserts it, knows it from others, or cannot know it from here. */
final class ReferenceReader {

    private static final String OBSERVED_DATA = "observed-data";
    private static final String RELATIONSHIP = "relationship";

    private final Background background;
    private final Set<StixId> taken;
    private final Set<StixId> own = new HashSet<>();
    private final Map<StixId, Set<Integer>> others = new HashMap<>();
    private final Map<StixId, Set<Integer>> members = new HashMap<>();
    private final Set<StixId> sharedViews = new HashSet<>();
    private boolean freeMembers;

    /** @param taken objects of the same submission that were taken */
    ReferenceReader(Background background, Set<StixId> taken) {
        this.background = background;
        this.taken = taken;
    }

    /** Used once. */
    References read(StixObject object, Attribution attribution) {
        Set<StixId> hard = object.referencesBesidesMembers();
        hard.forEach(this::readHard);
        object.members().forEach(member -> {
            if (!hard.contains(member)) {
                readMember(object, member);
            } else {
                freeMembers |= suffices(object, member);
            }
        });
        return new References(own, others, members, freeMembers, foreign(attribution));
    }

    private void readHard(StixId target) {
        if (isOwn(target)) {
            own.add(target);
        } else {
            Map<StixId, Set<Integer>> originals = background.visibleOriginals(target);
            others.putAll(originals);
            if (originals.isEmpty() && !background.erasedClasses(target).isEmpty()) {
                others.put(target, background.erasedClasses(target));
            }
            readView(target);
        }
    }

    private void readView(StixId target) {
        if (background.isSharedViewId(target)) {
            sharedViews.add(target);
        }
    }

    /**
     * A member known by a view's id is told by that id later. A container's own members are not: they rest on the id that the
     * log has of it, so one among the members ties the whole of what lists it.
     */
    private void readMember(StixObject object, StixId member) {
        boolean view = !isOwn(member) && background.isViewId(member);
        if (view
                && (StixObject.isContainer(member.type())
                        || background.visibleOriginals(member).size() > 1)) {
            readHard(member);
            freeMembers |= suffices(object, member);
            return;
        }
        Set<Integer> classes = isOwn(member) ? Set.of() : classes(member);
        if (isOwn(member) || !classes.isEmpty()) {
            members.put(member, classes);
            readView(member);
        } else {
            freeMembers |= suffices(object, member);
        }
    }

    /** Whether a container may consist of such a member alone: observed data must name an observable (§4.14). */
    private static boolean suffices(StixObject container, StixId member) {
        return !container.type().equals(OBSERVED_DATA) || !member.type().equals(RELATIONSHIP);
    }

    private Set<Integer> classes(StixId member) {
        Set<Integer> visible = background.visibleClasses(member);
        return visible.isEmpty() ? background.erasedClasses(member) : visible;
    }

    private boolean isOwn(StixId target) {
        return taken.contains(target) || background.isOwn(target) || background.wasOwn(target);
    }

    /** Ids that mean the same to the submitter and to readers without obligations. */
    private Set<StixId> foreign(Attribution attribution) {
        Set<StixId> foreign = new HashSet<>();
        if (attribution != Attribution.EVERYONE) {
            foreign.addAll(others.keySet());
            foreign.addAll(sharedViews);
            members.forEach((member, classes) -> {
                if (!classes.isEmpty() && !background.isViewId(member)) {
                    foreign.add(member);
                }
            });
        }
        return foreign;
    }
}
