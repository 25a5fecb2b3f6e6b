package org.entente.partner;

import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.entente.party.CommunityId;
import org.entente.party.PartnerId;
import org.entente.stix.DescriptiveProperties;
import org.entente.stix.MarkingFamily;
import org.entente.stix.TopicTerms;

/** The names that lists of a policy document may hold. */
final class PolicyNames {

    /** STIX 2.1 §3.1 (object types): also custom ones, which the exchange cannot list. */
    private static final Pattern KIND = Pattern.compile("[a-z0-9][a-z0-9-]{2,249}");

    /** ISO 3166-1 alpha-2. Whether a code is assigned changes with the years, so only its shape is checked. */
    private static final Pattern COUNTRY = Pattern.compile("[A-Z]{2}");

    /** STIX 2.1 §11.1: custom properties should start with x_. */
    private static final Pattern CUSTOM_PROPERTY = Pattern.compile("x_[a-z0-9_]{1,248}");

    static final NameRule<String> KINDS =
            new NameRule<>(shaped(KIND.asMatchPredicate()), "Expected a STIX object type such as \"indicator\".");

    static final NameRule<String> SECTORS = new NameRule<>(
            shaped(TopicTerms.SECTORS::contains, TrustPolicy.UNSPECIFIED::equals),
            "Expected a term of industry-sector-ov such as \"energy\", or \"unspecified\".");

    static final NameRule<String> REGIONS = new NameRule<>(
            shaped(TopicTerms.REGIONS::contains, TrustPolicy.UNSPECIFIED::equals, COUNTRY.asMatchPredicate()),
            "Expected a term of region-ov such as \"western-europe\", a country code such as \"XA\", or"
                    + " \"unspecified\".");

    static final NameRule<MarkingFamily> MARKINGS =
            new NameRule<>(MarkingFamily::ofLabel, "Expected \"statement\", \"iep\", \"acs\" or \"other\".");

    static final NameRule<String> REMOVABLE = new NameRule<>(
            shaped(DescriptiveProperties.NAMES::contains, CUSTOM_PROPERTY.asMatchPredicate()),
            "Expected a custom property (x_...), or one that every STIX object can do without: "
                    + String.join(", ", new java.util.TreeSet<>(DescriptiveProperties.NAMES)) + ".");

    private PolicyNames() {}

    static NameRule<CommunityId> communities(Predicate<CommunityId> known) {
        return new NameRule<>(text -> CommunityId.tryParse(text).filter(known), "There is no community of this name.");
    }

    static NameRule<PartnerId> partners(Predicate<PartnerId> known) {
        return new NameRule<>(text -> PartnerId.tryParse(text).filter(known), "There is no partner of this name.");
    }

    @SafeVarargs
    private static java.util.function.Function<String, Optional<String>> shaped(Predicate<String>... either) {
        return text -> {
            for (Predicate<String> one : either) {
                if (one.test(text)) {
                    return Optional.of(text);
                }
            }
            return Optional.empty();
        };
    }
}
