package org.entente.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.entente.release.Partnership.COMMUNITY;
import static org.entente.release.Partnership.OUTSIDER;
import static org.entente.release.Partnership.XA;
import static org.entente.release.Partnership.XB;
import static org.entente.release.Partnership.decided;
import static org.entente.release.Partnership.indicator;
import static org.entente.release.Partnership.upTo;
import static org.entente.release.Partnership.withPolicyOfXb;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.entente.log.Feed;
import org.entente.log.NumberedClass;
import org.entente.log.ReleaseClass;
import org.entente.log.ReleaseClass.Markings;
import org.entente.log.ReleaseClass.Origin;
import org.entente.log.ReleaseClass.Topic;
import org.entente.partner.PolicyPath;
import org.entente.partner.TrustPolicy;
import org.entente.partner.TrustPolicy.Allowed;
import org.entente.partner.TrustPolicy.Obligations;
import org.entente.party.Attribution;
import org.entente.party.Audience;
import org.entente.party.PartnerId;
import org.entente.release.Decision.Redact;
import org.entente.release.Decision.Rule;
import org.entente.release.Decision.Withhold;
import org.entente.stix.MarkingFamily;
import org.entente.stix.Pap;
import org.entente.stix.Tlp;
import org.junit.jupiter.api.Test;

/** What operators are told about a decision, and what they can try out before it is one. */
class ExplanationTest {

    /** An object that has every property a policy can look at. */
    private static final ReleaseClass FULL = new ReleaseClass(
            new Markings(Tlp.GREEN, Tlp.GREEN, true, Pap.AMBER, Set.of(MarkingFamily.STATEMENT)),
            new Topic(Feed.THREATS, "indicator", Set.of("energy"), Set.of("western-europe"), 40),
            Origin.of(XA),
            Audience.OPEN,
            List.of());

    @Test
    void everyRuleOfThePolicyIsFoundInTheDocument() {
        explains(to -> to.withMaxTlp(Optional.of(Tlp.CLEAR)), Rule.ABOVE_CEILING, "/to/maxTlp", "TLP:GREEN");
        explains(to -> to.withMaxPap(Pap.GREEN), Rule.PAP, PolicyPath.MAX_PAP, "PAP:AMBER");
        explains(to -> to.withMarkings(Allowed.none()), Rule.MARKING, PolicyPath.MARKINGS, "statement");
        explains(to -> to.withKinds(Allowed.none()), Rule.KIND, PolicyPath.KINDS, "indicator");
        explains(
                to -> to.withTopics(Allowed.only(Set.of("health")), Allowed.every()),
                Rule.SECTOR,
                PolicyPath.SECTORS,
                "energy");
        explains(
                to -> to.withTopics(Allowed.every(), Allowed.only(Set.of(TrustPolicy.UNSPECIFIED))),
                Rule.REGION,
                PolicyPath.REGIONS,
                "western-europe");
        explains(to -> to.withMinConfidence(41), Rule.CONFIDENCE, PolicyPath.MIN_CONFIDENCE, "confidence 40");
        explains(
                to -> to.withOriginators(Allowed.every(), Set.of(XA)),
                Rule.ORIGINATOR,
                PolicyPath.ORIGINATORS_REFUSED,
                "submitter");
        explains(
                to -> to.withOriginators(Allowed.none(), Set.of()),
                Rule.ORIGINATOR,
                PolicyPath.ORIGINATORS,
                "submitter");
        explains(
                to -> to.withView(new Obligations(true, Set.of(), false, false)),
                Rule.REVEALING,
                PolicyPath.HIDE_SUBMITTER,
                "content");
    }

    private static void explains(UnaryOperator<TrustPolicy.To> narrowing, Rule rule, String pointer, String property) {
        Decisions decisions = decided(withPolicyOfXb(narrowing.apply(upTo(Tlp.RED))));

        Decision decision = decisions.decide(FULL, XB);

        assertThat(decision).isEqualTo(new Withhold(rule));
        assertThat(explain(decisions, FULL, XB).policy()).isEqualTo(pointer);
        assertThat(explain(decisions, FULL, XB).property()).isEqualTo(property);
    }

    @Test
    void everyReasonHasASentenceWhateverTheRule() {
        ReleaseClass bare = ReleaseClass.plain(Tlp.RED, Feed.THREATS, "language-content", XA, Audience.OPEN);
        Decisions decisions = decided(withPolicyOfXb(TrustPolicy.CLOSED.to()));

        for (Rule rule : Rule.values()) {
            for (ReleaseClass subject : List.of(FULL, bare)) {
                Explanation why = Explanation.of(
                        new Withhold(rule),
                        subject,
                        decisions.directory().partners().get(XB));
                assertThat(why.message()).as(rule.name()).isNotBlank().endsWith(".");
            }
        }
    }

    @Test
    void releaseAndViewAreExplainedToo() {
        ReleaseClass hidden = new ReleaseClass(
                Markings.of(Tlp.GREEN),
                FULL.topic(),
                new Origin(XA, Attribution.OPERATORS, false),
                Audience.OPEN,
                List.of());
        Decisions decisions = decided(withPolicyOfXb(upTo(Tlp.RED)));

        assertThat(explain(decisions, FULL, XA).message()).contains("submitted this itself");
        assertThat(explain(decisions, FULL, XB).policy()).isEqualTo(PolicyPath.MAX_TLP);
        assertThat(decisions.decide(hidden, XB)).isInstanceOf(Redact.class);
        assertThat(Explanation.changes(decisions.decide(hidden, XB))).containsExactly("submitter hidden");
    }

    @Test
    void communityThatThePolicyLeavesOutIsNamed() {
        Decisions decisions = decided(withPolicyOfXb(upTo(Tlp.RED).withCommunities(Allowed.none())));
        ReleaseClass toCommunity = indicator(Tlp.GREEN, Audience.ofCommunity(COMMUNITY));

        assertThat(explain(decisions, toCommunity, XB).policy()).isEqualTo(PolicyPath.COMMUNITIES);
        assertThat(explain(decisions, toCommunity, OUTSIDER).policy()).isEmpty();
    }

    private static Explanation explain(Decisions decisions, ReleaseClass subject, PartnerId partner) {
        return Explanation.of(
                decisions.decide(subject, partner),
                subject,
                decisions.directory().partners().get(partner));
    }

    @Test
    void counterfactualSaysWhoElseWouldGetIt() {
        ReleaseClass amber = indicator(Tlp.AMBER, Audience.of(Set.of(), Set.of(XB), Set.of()));
        Decisions decisions = decided(withPolicyOfXb(upTo(Tlp.GREEN)));

        List<Counterfactual> widening = Counterfactual.of(decisions, amber);

        assertThat(widening).extracting(Counterfactual::change).containsExactly("with TLP:GREEN", "with TLP:CLEAR");
        assertThat(widening.get(0).more().ordinals()).containsExactly(2);
    }

    @Test
    void counterfactualsCoverEveryPropertyThatAloneKeepsItBack() {
        TrustPolicy.To narrow = upTo(Tlp.GREEN);
        assertThat(changes(narrow.withMaxPap(Pap.GREEN))).containsExactly("without PAP");
        assertThat(changes(narrow.withMarkings(Allowed.none())))
                .containsExactly("without markings besides TLP and PAP");
        assertThat(changes(narrow.withTopics(Allowed.only(Set.of(TrustPolicy.UNSPECIFIED)), Allowed.every())))
                .containsExactly("without sectors");
        assertThat(changes(narrow.withTopics(Allowed.every(), Allowed.only(Set.of(TrustPolicy.UNSPECIFIED)))))
                .containsExactly("without regions");
        assertThat(changes(narrow.withMinConfidence(90))).containsExactly("with confidence 100");
    }

    private static List<String> changes(TrustPolicy.To policy) {
        return Counterfactual.of(decided(withPolicyOfXb(policy)), FULL).stream()
                .map(Counterfactual::change)
                .toList();
    }

    @Test
    void simulationCountsWhatAPolicyWouldHaveChanged() {
        ReleaseClass green = indicator(Tlp.GREEN, Audience.OPEN);
        ReleaseClass amber = indicator(Tlp.AMBER, Audience.of(Set.of(), Set.of(XB), Set.of()));
        ReleaseClass tied = green.tiedTo(List.of(Set.of(2)));
        Decisions now = decided(withPolicyOfXb(upTo(Tlp.GREEN)), green, amber, tied);
        TrustPolicy.To wider = upTo(Tlp.AMBER).withView(new Obligations(false, Set.of("labels"), false, false));

        Simulation wide = Simulation.compare(now, withPolicyOfXb(wider), Map.of(1, 10L, 2, 20L, 3, 5L, 99, 7L));
        Simulation closed =
                Simulation.compare(now, withPolicyOfXb(TrustPolicy.CLOSED.to()), Map.of(1, 10L, 2, 20L, 3, 5L));

        assertThat(wide.released().count()).isEqualTo(25);
        assertThat(wide.released().byTlp()).containsOnly(Map.entry(Tlp.AMBER, 20L), Map.entry(Tlp.GREEN, 5L));
        assertThat(wide.released().byOriginator()).containsOnly(Map.entry(XA, 25L));
        assertThat(wide.released().classes()).containsExactly(2, 3);
        assertThat(wide.redacted().count()).isEqualTo(10);
        assertThat(wide.withheld().count()).isZero();
        assertThat(closed.withheld().count()).isEqualTo(10);
        assertThat(closed.withheld().byKind()).containsOnly(Map.entry("indicator", 10L));
    }

    @Test
    void classesOfABodyNotYetSubmittedAreDecidedWithNumbersOfTheirOwn() {
        Decisions decisions = decided(withPolicyOfXb(upTo(Tlp.GREEN)), indicator(Tlp.GREEN, Audience.OPEN));
        ReleaseClass red = indicator(Tlp.RED, Audience.OPEN);

        Decisions trial = decisions.with(List.of(
                new NumberedClass(2, red),
                new NumberedClass(3, indicator(Tlp.GREEN, Audience.OPEN).tiedTo(List.of(Set.of(2))))));

        assertThat(trial.decide(3, XB)).isEqualTo(new Withhold(Rule.TIED));
        assertThat(decisions.highestClass()).isEqualTo(1);
    }
}
