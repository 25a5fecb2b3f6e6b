package org.entente.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.entente.intake.AudienceRule;
import org.entente.log.ReleaseClass;
import org.entente.party.Audience;
import org.entente.party.PartnerId;
import org.entente.release.World.Submitted;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * No sequence of operators' changes alone gives a held object to anybody more: not by the policies and memberships of now, nor
 * by any that may come. A failure names the seed of the world it was found in.
 */
class NarrowerAudienceLawTest {

    private static final int CHANGES = 12;

    static LongStream blocks() {
        return Cases.blocks();
    }

    @ParameterizedTest
    @MethodSource("blocks")
    void noSequenceOfOperatorsChangesWidensAnAudience(long block) {
        Cases.from(block).forEach(seed -> {
            World now = new WorldGenerator(seed).world();
            // The same partners and communities, with other members and policies.
            Decisions later = now.with(
                            new WorldGenerator(seed + 1_000_003).world().directory())
                    .decisions();
            Decisions decisions = now.decisions();
            Draw draw = new Draw(seed);
            for (Submitted submitted : now.submitted()) {
                ReleaseClass before = submitted.releaseClass();
                Audience audience = changed(before, draw);
                ReleaseClass after = before.addressedTo(audience);
                assertThat(recipients(before, decisions))
                        .as("now, seed %d: %s to %s", seed, before.audience(), audience)
                        .containsAll(recipients(after, decisions));
                assertThat(recipients(before, later))
                        .as("later, seed %d: %s to %s", seed, before.audience(), audience)
                        .containsAll(recipients(after, later));
            }
        });
    }

    /** What is left of whatever an operator tries. */
    private static Audience changed(ReleaseClass subject, Draw draw) {
        Audience audience = subject.audience();
        for (int i = 0; i < CHANGES; i++) {
            Audience tried = tried(audience, draw);
            if (AudienceRule.isNarrower(audience, tried, Optional.of(subject.tlp()))) {
                audience = tried;
            }
        }
        return audience;
    }

    private static Audience tried(Audience now, Draw draw) {
        if (draw.chance(30)) {
            return new Audience(
                    draw.chance(50) && now.open(),
                    Set.of(),
                    Set.of(),
                    draw.some(WorldGenerator.PARTNERS, 50),
                    draw.some(WorldGenerator.COMMUNITIES, 30));
        }
        Set<PartnerId> exceptions = new HashSet<>(draw.chance(80) ? now.exceptions() : Set.of());
        exceptions.addAll(draw.some(WorldGenerator.PARTNERS, 10));
        return new Audience(
                false,
                draw.chance(50) ? draw.some(now.communities(), 80) : draw.some(WorldGenerator.COMMUNITIES, 50),
                draw.chance(50) ? draw.some(now.partners(), 80) : draw.some(WorldGenerator.PARTNERS, 30),
                exceptions,
                draw.chance(80) ? now.exceptedCommunities() : draw.some(WorldGenerator.COMMUNITIES, 50));
    }

    private static List<PartnerId> recipients(ReleaseClass subject, Decisions decisions) {
        return WorldGenerator.PARTNERS.stream()
                .filter(partner -> decisions.decide(subject, partner).released())
                .toList();
    }
}
