package org.entente.intake;

import java.util.Optional;
import org.entente.party.Audience;
import org.entente.stix.Tlp;

/**
 * Tells a narrower audience from one that may be wider. Pure.
 *
 * <p>Narrower is what reaches nobody the other would not, whatever memberships and policies become later. Naming one member of
 * a named community is not: it stays named after it has left, and TLP:RED goes to whom is named. To leave others of a
 * community out, they are excepted.
 */
public final class AudienceRule {

    private AudienceRule() {}

    /**
     * Whether the change takes recipients away or leaves all as they are.
     *
     * @param tlp of the object; empty where it is not known, and then the strictest is assumed
     */
    public static boolean isNarrower(Audience before, Audience after, Optional<Tlp> tlp) {
        return after.exceptions().containsAll(before.exceptions())
                && after.exceptedCommunities().containsAll(before.exceptedCommunities())
                && (before.open() ? isWithinOpen(after, tlp.orElse(Tlp.RED)) : isNamed(before, after));
    }

    /** Up to TLP:GREEN nobody is kept out of an audience that names nobody; above, nobody is in it. */
    private static boolean isWithinOpen(Audience after, Tlp tlp) {
        return after.open() || tlp.isWithin(Tlp.GREEN);
    }

    private static boolean isNamed(Audience before, Audience after) {
        return !after.open()
                && before.communities().containsAll(after.communities())
                && before.partners().containsAll(after.partners());
    }
}
