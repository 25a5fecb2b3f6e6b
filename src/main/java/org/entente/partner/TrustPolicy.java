package org.entente.partner;

import java.util.Optional;
import java.util.Set;
import org.entente.party.CommunityId;
import org.entente.party.PartnerId;
import org.entente.stix.Tlp;

/**
 * What the exchange may give to a partner, and what it takes from it. Everything not allowed is refused: an empty set
 * allows nothing.
 *
 * @param to what is released to the partner
 * @param from what is accepted from the partner
 */
public record TrustPolicy(To to, From from) {

    /** Releases nothing and accepts nothing: the policy of a partner for whom none was written. */
    public static final TrustPolicy CLOSED = new TrustPolicy(
            new To(Optional.empty(), Allowed.none(), Allowed.none(), Allowed.none(), Set.of(), false),
            new From(Allowed.none(), Optional.empty(), Mode.HOLD));

    /**
     * A set of names, or all.
     *
     * @param all whether every name is allowed, {@code "*"} in the document
     * @param names the allowed names otherwise
     */
    public record Allowed<T>(boolean all, Set<T> names) {
        public Allowed {
            names = Set.copyOf(names);
        }

        /** Allows nothing. */
        public static <T> Allowed<T> none() {
            return new Allowed<>(false, Set.of());
        }

        /** Allows every name. */
        public static <T> Allowed<T> every() {
            return new Allowed<>(true, Set.of());
        }

        /** Whether the name is allowed. */
        public boolean contains(T name) {
            return all || names.contains(name);
        }
    }

    /**
     * What is released to the partner.
     *
     * @param maxTlp the ceiling; empty releases nothing
     * @param communities material addressed to these communities may be released, if the partner is also a member
     * @param kinds STIX types that may be released
     * @param originators submitters whose material may be released
     * @param originatorsRefused submitters whose material is not, even where {@code originators} allows it
     * @param unknownMarkings whether objects with a marking whose meaning the exchange does not know are released
     */
    public record To(
            Optional<Tlp> maxTlp,
            Allowed<CommunityId> communities,
            Allowed<String> kinds,
            Allowed<PartnerId> originators,
            Set<PartnerId> originatorsRefused,
            boolean unknownMarkings) {
        public To {
            originatorsRefused = Set.copyOf(originatorsRefused);
        }
    }

    /**
     * What is accepted from the partner.
     *
     * @param kinds STIX types that are accepted
     * @param assumedTlp the TLP of an object that carries none; empty refuses such objects
     * @param mode whether accepted objects enter the log at once or wait for an operator
     */
    public record From(Allowed<String> kinds, Optional<Tlp> assumedTlp, Mode mode) {}

    /** What happens to what the partner submits. */
    public enum Mode {
        /** Into the log at once. */
        ACCEPT,
        /** Kept for review by an operator. */
        HOLD
    }
}
