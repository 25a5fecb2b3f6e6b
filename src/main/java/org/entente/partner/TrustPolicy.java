package org.entente.partner;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.entente.party.Attribution;
import org.entente.party.CommunityId;
import org.entente.party.PartnerId;
import org.entente.stix.MarkingFamily;
import org.entente.stix.Pap;
import org.entente.stix.Tlp;

/**
 * What the exchange may give to a partner, and what it takes from it. Everything not allowed is refused: an empty set
 * allows nothing.
 *
 * @param to what is released to the partner
 * @param from what is accepted from the partner
 * @param agreement when anything is released or accepted at all
 */
public record TrustPolicy(To to, From from, Agreement agreement) {

    /** Releases nothing and accepts nothing: the policy of a partner for whom none was written. */
    public static final TrustPolicy CLOSED = new TrustPolicy(To.NOTHING, From.NOTHING, Agreement.UNLIMITED);

    /** The same with another half. */
    public TrustPolicy withTo(To changed) {
        return new TrustPolicy(changed, from, agreement);
    }

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

        /** Allows these names. */
        public static <T> Allowed<T> only(Set<T> names) {
            return new Allowed<>(false, names);
        }

        /** Whether the name is allowed. */
        public boolean contains(T name) {
            return all || names.contains(name);
        }
    }

    /** In {@code sectors} and {@code regions}: objects that state none. Without it a list matches only what states one. */
    public static final String UNSPECIFIED = "unspecified";

    /**
     * What is released to the partner.
     *
     * @param maxTlp the TLP ceiling; empty releases nothing
     * @param maxPap the PAP ceiling
     * @param communities material addressed to these communities may be released, if the partner is also a member
     * @param kinds STIX types that may be released
     * @param sectors industry sectors; of an object that concerns several, all must be allowed. See {@link #UNSPECIFIED}
     * @param regions regions and countries, in the same way
     * @param originators submitters whose material may be released
     * @param originatorsRefused submitters whose material is not, even where {@code originators} allows it
     * @param minConfidence 0 to 100; above 0 an object without a confidence is withheld
     * @param delay how long after it was added an object is withheld; not negative
     * @param markings markings besides TLP and PAP that an object may carry
     * @param view what is hidden or removed in what is released
     */
    public record To(
            Optional<Tlp> maxTlp,
            Pap maxPap,
            Allowed<CommunityId> communities,
            Allowed<String> kinds,
            Allowed<String> sectors,
            Allowed<String> regions,
            Allowed<PartnerId> originators,
            Set<PartnerId> originatorsRefused,
            int minConfidence,
            Duration delay,
            Allowed<MarkingFamily> markings,
            Obligations view) {

        /** Releases nothing. */
        public static final To NOTHING = new To(
                Optional.empty(),
                Pap.CLEAR,
                Allowed.none(),
                Allowed.none(),
                Allowed.none(),
                Allowed.none(),
                Allowed.none(),
                Set.of(),
                0,
                Duration.ZERO,
                Allowed.none(),
                Obligations.NONE);

        public To {
            originatorsRefused = Set.copyOf(originatorsRefused);
        }

        /** Everything up to a ceiling but unusual markings, as it was submitted and at once. */
        public static To everythingUpTo(Tlp ceiling) {
            return new To(
                    Optional.of(ceiling),
                    Pap.RED,
                    Allowed.every(),
                    Allowed.every(),
                    Allowed.every(),
                    Allowed.every(),
                    Allowed.every(),
                    Set.of(),
                    0,
                    Duration.ZERO,
                    Allowed.only(Set.of(MarkingFamily.STATEMENT)),
                    Obligations.NONE);
        }

        public To withMaxTlp(Optional<Tlp> changed) {
            return new To(
                    changed,
                    maxPap,
                    communities,
                    kinds,
                    sectors,
                    regions,
                    originators,
                    originatorsRefused,
                    minConfidence,
                    delay,
                    markings,
                    view);
        }

        public To withMaxPap(Pap changed) {
            return new To(
                    maxTlp,
                    changed,
                    communities,
                    kinds,
                    sectors,
                    regions,
                    originators,
                    originatorsRefused,
                    minConfidence,
                    delay,
                    markings,
                    view);
        }

        public To withCommunities(Allowed<CommunityId> changed) {
            return new To(
                    maxTlp,
                    maxPap,
                    changed,
                    kinds,
                    sectors,
                    regions,
                    originators,
                    originatorsRefused,
                    minConfidence,
                    delay,
                    markings,
                    view);
        }

        public To withKinds(Allowed<String> changed) {
            return new To(
                    maxTlp,
                    maxPap,
                    communities,
                    changed,
                    sectors,
                    regions,
                    originators,
                    originatorsRefused,
                    minConfidence,
                    delay,
                    markings,
                    view);
        }

        public To withTopics(Allowed<String> changedSectors, Allowed<String> changedRegions) {
            return new To(
                    maxTlp,
                    maxPap,
                    communities,
                    kinds,
                    changedSectors,
                    changedRegions,
                    originators,
                    originatorsRefused,
                    minConfidence,
                    delay,
                    markings,
                    view);
        }

        public To withOriginators(Allowed<PartnerId> allowed, Set<PartnerId> refused) {
            return new To(
                    maxTlp,
                    maxPap,
                    communities,
                    kinds,
                    sectors,
                    regions,
                    allowed,
                    refused,
                    minConfidence,
                    delay,
                    markings,
                    view);
        }

        public To withMinConfidence(int changed) {
            return new To(
                    maxTlp,
                    maxPap,
                    communities,
                    kinds,
                    sectors,
                    regions,
                    originators,
                    originatorsRefused,
                    changed,
                    delay,
                    markings,
                    view);
        }

        public To withDelay(Duration changed) {
            return new To(
                    maxTlp,
                    maxPap,
                    communities,
                    kinds,
                    sectors,
                    regions,
                    originators,
                    originatorsRefused,
                    minConfidence,
                    changed,
                    markings,
                    view);
        }

        public To withMarkings(Allowed<MarkingFamily> changed) {
            return new To(
                    maxTlp,
                    maxPap,
                    communities,
                    kinds,
                    sectors,
                    regions,
                    originators,
                    originatorsRefused,
                    minConfidence,
                    delay,
                    changed,
                    view);
        }

        public To withView(Obligations changed) {
            return new To(
                    maxTlp,
                    maxPap,
                    communities,
                    kinds,
                    sectors,
                    regions,
                    originators,
                    originatorsRefused,
                    minConfidence,
                    delay,
                    markings,
                    changed);
        }
    }

    /**
     * What is hidden or removed in what a partner gets. Where there is any, everything it gets from others is a view with ids
     * of its own, so that references stay consistent.
     *
     * @param hideSubmitter nothing tells who submitted
     * @param removedProperties properties removed wherever they stand at the top of an object
     * @param removeMarkedParts parts marked above the TLP ceiling are removed, where otherwise the whole object is withheld
     * @param removeExternalReferences {@code external_references} are removed, nested ones too
     */
    public record Obligations(
            boolean hideSubmitter,
            Set<String> removedProperties,
            boolean removeMarkedParts,
            boolean removeExternalReferences) {

        /** As submitted. */
        public static final Obligations NONE = new Obligations(false, Set.of(), false, false);

        public Obligations {
            removedProperties = Set.copyOf(removedProperties);
        }
    }

    /**
     * What is accepted from the partner.
     *
     * @param kinds STIX types that are accepted
     * @param assumedTlp the TLP of an object that carries none; empty refuses such objects
     * @param maxConfidence 0 to 100; what it states above counts as this
     * @param mode what happens to what it submits
     * @param attribution who may learn that it submitted
     * @param recipientsNamed whether it is told who got what it submitted, or only how many
     * @param quotas how much it may submit
     */
    public record From(
            Allowed<String> kinds,
            Optional<Tlp> assumedTlp,
            int maxConfidence,
            Mode mode,
            Attribution attribution,
            boolean recipientsNamed,
            Quotas quotas) {

        /** Accepts nothing. */
        public static final From NOTHING =
                new From(Allowed.none(), Optional.empty(), 0, Mode.REFUSE, Attribution.NOBODY, false, Quotas.UNLIMITED);

        /** Accepts every kind; unmarked objects count as of the given TLP. */
        public static From everything(Tlp assumed) {
            return new From(
                    Allowed.every(),
                    Optional.of(assumed),
                    100,
                    Mode.ACCEPT,
                    Attribution.EVERYONE,
                    false,
                    Quotas.UNLIMITED);
        }

        public From withKinds(Allowed<String> changed) {
            return new From(changed, assumedTlp, maxConfidence, mode, attribution, recipientsNamed, quotas);
        }

        public From withAssumedTlp(Optional<Tlp> changed) {
            return new From(kinds, changed, maxConfidence, mode, attribution, recipientsNamed, quotas);
        }

        public From withMaxConfidence(int changed) {
            return new From(kinds, assumedTlp, changed, mode, attribution, recipientsNamed, quotas);
        }

        public From withMode(Mode changed) {
            return new From(kinds, assumedTlp, maxConfidence, changed, attribution, recipientsNamed, quotas);
        }

        public From withAttribution(Attribution changed) {
            return new From(kinds, assumedTlp, maxConfidence, mode, changed, recipientsNamed, quotas);
        }

        public From withRecipientsNamed(boolean changed) {
            return new From(kinds, assumedTlp, maxConfidence, mode, attribution, changed, quotas);
        }

        public From withQuotas(Quotas changed) {
            return new From(kinds, assumedTlp, maxConfidence, mode, attribution, recipientsNamed, changed);
        }
    }

    /** What happens to what the partner submits. */
    public enum Mode {
        /** Into the log at once. */
        ACCEPT,
        /** Kept for review by an operator. */
        HOLD,
        /** Not taken. */
        REFUSE
    }

    /**
     * How much is taken from a partner in any 24 hours; empty is no limit of its own.
     *
     * @param objectsPerDay objects, accepted or held
     * @param bytesPerDay bytes of bodies, decompressed
     */
    public record Quotas(OptionalLong objectsPerDay, OptionalLong bytesPerDay) {
        /** As exact as JSON numbers are everywhere: 2<sup>53</sup> - 1. */
        public static final long MAX = 9_007_199_254_740_991L;

        /** No limits. */
        public static final Quotas UNLIMITED = new Quotas(OptionalLong.empty(), OptionalLong.empty());
    }

    /**
     * When the agreement with the partner holds.
     *
     * @param from inclusive; empty is always
     * @param until exclusive; empty is for ever
     */
    public record Agreement(Optional<Instant> from, Optional<Instant> until) {
        /** Without dates. */
        public static final Agreement UNLIMITED = new Agreement(Optional.empty(), Optional.empty());

        /** Whether it holds at a moment. */
        public boolean holdsAt(Instant moment) {
            return from.map(start -> !moment.isBefore(start)).orElse(true)
                    && until.map(moment::isBefore).orElse(true);
        }
    }
}
