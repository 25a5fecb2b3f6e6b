package org.entente.partner;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.entente.partner.TrustPolicy.Agreement;
import org.entente.partner.TrustPolicy.Allowed;
import org.entente.partner.TrustPolicy.Mode;
import org.entente.partner.TrustPolicy.Obligations;
import org.entente.partner.TrustPolicy.Quotas;
import org.entente.party.Attribution;
import org.entente.party.CommunityId;
import org.entente.party.PartnerId;
import org.entente.stix.MarkingFamily;
import org.entente.stix.Pap;
import org.entente.stix.Tlp;

/** Policies that use every field, the same for the same seed. */
final class GeneratedPolicies {

    static final List<PartnerId> PARTNERS = List.of(new PartnerId("xa-cert"), new PartnerId("xb-cert"));
    static final CommunityId COMMUNITY = new CommunityId("circle");

    private GeneratedPolicies() {}

    static TrustPolicy next(Random random) {
        return new TrustPolicy(to(random), from(random), agreement(random));
    }

    private static TrustPolicy.To to(Random random) {
        return new TrustPolicy.To(
                optional(random, Tlp.values()),
                one(random, Pap.values()),
                allowed(random, COMMUNITY),
                allowed(random, "indicator", "malware", "x-a"),
                allowed(random, "energy", "water", TrustPolicy.UNSPECIFIED),
                allowed(random, "western-europe", "XA", "XB", TrustPolicy.UNSPECIFIED),
                allowed(random, PARTNERS.get(0), PARTNERS.get(1)),
                some(random, PARTNERS.get(0), PARTNERS.get(1)),
                random.nextInt(101),
                Duration.ofSeconds(
                        random.nextInt(4) == 0 ? 0 : random.nextLong(PolicyReader.DELAY_MAX.toSeconds() + 1)),
                allowed(random, MarkingFamily.values()),
                new Obligations(
                        random.nextBoolean(),
                        some(random, "description", "labels", "x_ticket"),
                        random.nextBoolean(),
                        random.nextBoolean()));
    }

    private static TrustPolicy.From from(Random random) {
        return new TrustPolicy.From(
                allowed(random, "report", "campaign"),
                optional(random, Tlp.values()),
                random.nextInt(101),
                one(random, Mode.values()),
                one(random, Attribution.values()),
                random.nextBoolean(),
                new Quotas(limit(random), limit(random)));
    }

    private static OptionalLong limit(Random random) {
        return random.nextBoolean() ? OptionalLong.empty() : OptionalLong.of(random.nextLong(Quotas.MAX) + 1);
    }

    private static Agreement agreement(Random random) {
        Instant from =
                Instant.ofEpochSecond(1_700_000_000L + random.nextInt(100_000_000), random.nextInt(1_000_000) * 1_000L);
        Instant until = from.plusMillis(1 + random.nextInt(Integer.MAX_VALUE));
        return new Agreement(
                random.nextBoolean() ? Optional.empty() : Optional.of(from),
                random.nextBoolean() ? Optional.empty() : Optional.of(until));
    }

    private static <T> T one(Random random, T[] values) {
        return values[random.nextInt(values.length)];
    }

    private static <T> Optional<T> optional(Random random, T[] values) {
        return random.nextInt(values.length + 1) == 0 ? Optional.empty() : Optional.of(one(random, values));
    }

    @SafeVarargs
    private static <T> Allowed<T> allowed(Random random, T... names) {
        return random.nextInt(4) == 0 ? Allowed.every() : Allowed.only(some(random, names));
    }

    @SafeVarargs
    private static <T> Set<T> some(Random random, T... names) {
        return Arrays.stream(names).filter(name -> random.nextBoolean()).collect(Collectors.toSet());
    }
}
