package org.entente.recall;

import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.entente.log.NumberedClass;
import org.entente.log.ReleaseClass;
import org.entente.partner.Directory;
import org.entente.partner.Directory.Member;
import org.entente.party.Audience;
import org.entente.party.PartnerId;
import org.entente.stix.Tlp;

/**
 * What a narrower audience makes of a class. An audience that names nobody adds its exceptions to whoever was named; exceptions
 * made before stay.
 */
record NarrowedAudience(Audience ordered) {

    /** The class instead; empty where it is as narrow already. Whatever it says, a reader must be allowed the old class too. */
    Optional<ReleaseClass> of(NumberedClass before) {
        ReleaseClass old = before.releaseClass();
        Audience audience = over(old.audience());
        return leavesOutNobody(audience, old.audience()) || old.wasWithdrawn()
                ? Optional.empty()
                : Optional.of(old.addressedTo(audience).alsoTiedTo(Set.of(before.number())));
    }

    private Audience over(Audience before) {
        Set<PartnerId> exceptions = union(before.exceptions(), ordered.exceptions());
        Audience named = ordered.open() ? before : ordered;
        return new Audience(
                named.open(),
                named.communities(),
                named.partners(),
                exceptions,
                union(before.exceptedCommunities(), ordered.exceptedCommunities()));
    }

    private static boolean leavesOutNobody(Audience audience, Audience before) {
        boolean named = audience.open()
                || !before.open()
                        && audience.communities().containsAll(before.communities())
                        && audience.partners().containsAll(before.partners());
        return named
                && before.exceptions().containsAll(audience.exceptions())
                && before.exceptedCommunities().containsAll(audience.exceptedCommunities());
    }

    /**
     * Whether it names anybody that none of the classes reaches, by the directory of now; or singles out somebody for TLP:RED who
     * was not.
     */
    boolean isWider(Directory directory, Collection<ReleaseClass> before) {
        if (ordered.open()) {
            return false;
        }
        Set<PartnerId> reached = new HashSet<>();
        Set<PartnerId> named = new HashSet<>();
        for (ReleaseClass old : before) {
            reached.addAll(reach(directory, old.audience()));
            reached.add(old.submitter());
            named.addAll(old.audience().partners());
        }
        boolean red = before.stream().anyMatch(old -> old.tlp() == Tlp.RED);
        return !reached.containsAll(reach(directory, ordered)) || red && !named.containsAll(ordered.partners());
    }

    private static Set<PartnerId> reach(Directory directory, Audience audience) {
        return directory.partners().values().stream()
                .filter(member -> audience.open()
                        || audience.partners().contains(member.id())
                        || shares(member, audience.communities()))
                .filter(member ->
                        !audience.exceptions().contains(member.id()) && !shares(member, audience.exceptedCommunities()))
                .map(Member::id)
                .collect(Collectors.toSet());
    }

    private static <T> boolean shares(Member member, Set<T> communities) {
        return member.communities().stream().anyMatch(communities::contains);
    }

    private static <T> Set<T> union(Set<T> some, Set<T> others) {
        return Stream.concat(some.stream(), others.stream()).collect(Collectors.toUnmodifiableSet());
    }
}
