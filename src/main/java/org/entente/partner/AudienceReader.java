package org.entente.partner;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.entente.http.ProblemException;
import org.entente.partner.Directory.Member;
import org.entente.party.Audience;
import org.entente.party.CommunityId;
import org.entente.party.PartnerId;

/**
 * Reads whom a submitter names. It can name the communities it is in and the partners it shares one with; any other name
 * gets the one answer, whether it exists or not.
 */
@ApplicationScoped
public class AudienceReader {

    /** Far more than there are CSIRTs; a bound all the same. */
    private static final int NAMES_MAX = 1_000;

    private final Partners partners;

    AudienceReader(Partners partners) {
        this.partners = partners;
    }

    /** Names as they came, each perhaps several separated by commas. */
    public record Named(
            List<String> communities, List<String> partners, List<String> exceptions, List<String> exceptCommunities) {}

    /** @throws ProblemException when a name cannot be a recipient */
    public Audience read(PartnerId submitter, Named named) {
        Directory directory = partners.current();
        Set<CommunityId> ofSubmitter =
                directory.partner(submitter).map(Member::communities).orElse(Set.of());
        return read(named, ofSubmitter::contains, p -> knows(directory, ofSubmitter, p));
    }

    /**
     * The same for operators, who can name whoever there is.
     *
     * @throws ProblemException when a name is nobody's
     */
    public Audience readAny(Named named) {
        Directory directory = partners.current();
        return read(
                named,
                directory.communities()::containsKey,
                partner -> directory.partner(partner).isPresent());
    }

    private static Audience read(Named named, Predicate<CommunityId> communities, Predicate<PartnerId> partners) {
        return Audience.of(
                        names("communities", named.communities(), CommunityId::tryParse, communities),
                        names("partners", named.partners(), PartnerId::tryParse, partners),
                        names("exceptions", named.exceptions(), PartnerId::tryParse, partners))
                .withoutMembersOf(
                        names("exceptCommunities", named.exceptCommunities(), CommunityId::tryParse, communities));
    }

    private static boolean knows(Directory directory, Set<CommunityId> ofSubmitter, PartnerId named) {
        return directory
                .partner(named)
                .map(member -> member.communities().stream().anyMatch(ofSubmitter::contains))
                .orElse(false);
    }

    private static <T> Set<T> names(
            String parameter, List<String> values, Function<String, Optional<T>> parser, Predicate<T> known) {
        Set<T> names = new HashSet<>();
        for (String value : values) {
            for (String name : value.split(",", NAMES_MAX + 1)) {
                names.add(
                        Optional.of(name.strip()).flatMap(parser).filter(known).orElseThrow(() -> unknown(parameter)));
                if (names.size() > NAMES_MAX) {
                    throw ProblemException.invalidParameter(parameter + " names too many at once.");
                }
            }
        }
        return names;
    }

    /** Never silently dropped: a name mistyped in exceptions would let an object reach whom it must not. */
    private static ProblemException unknown(String parameter) {
        return ProblemException.invalidParameter(
                parameter + " holds a name that is none of your communities or of the partners you share one with.");
    }
}
