package org.entente.release;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.entente.log.ReleaseClass;
import org.entente.log.ReleaseClass.Markings;
import org.entente.log.ReleaseClass.Topic;
import org.entente.partner.Directory.Member;
import org.entente.party.Audience;
import org.entente.stix.Pap;
import org.entente.stix.Tlp;

/**
 * Who else would get an object if one thing about it were different.
 *
 * @param change what is different, such as {@code with TLP:GREEN}
 * @param more partners that would get it and do not
 */
public record Counterfactual(String change, PartnerSet more) {

    private static final int CONFIDENCE_MAX = 100;

    /** Every change worth naming, from the one that widens least to the widest TLP; those without effect are left out. */
    public static List<Counterfactual> of(Decisions decisions, ReleaseClass subject) {
        PartnerSet now = decisions.recipients(subject);
        List<Counterfactual> widening = new ArrayList<>();
        for (Hypothesis hypothesis : hypotheses(decisions, subject)) {
            PartnerSet more = decisions.recipients(hypothesis.subject()).minus(now);
            if (!more.isEmpty()) {
                widening.add(new Counterfactual(hypothesis.change(), more));
            }
        }
        return widening;
    }

    /** The class as it would be. */
    private record Hypothesis(String change, ReleaseClass subject) {}

    private static List<Hypothesis> hypotheses(Decisions decisions, ReleaseClass subject) {
        Markings marked = subject.markings();
        Topic topic = subject.topic();
        List<Hypothesis> all = new ArrayList<>();
        for (int level = marked.tlp().ordinal() - 1; level >= 0; level--) {
            Tlp lower = Tlp.values()[level];
            Markings lowered = new Markings(lower, lower, true, marked.pap(), marked.families());
            all.add(new Hypothesis("with " + lower.label(), with(subject, lowered)));
        }
        if (marked.pap() != Pap.CLEAR) {
            Markings withoutPap =
                    new Markings(marked.tlp(), marked.wholeTlp(), marked.separable(), Pap.CLEAR, marked.families());
            all.add(new Hypothesis("without PAP", with(subject, withoutPap)));
        }
        if (!marked.families().isEmpty()) {
            Markings usual = new Markings(marked.tlp(), marked.wholeTlp(), marked.separable(), marked.pap(), Set.of());
            all.add(new Hypothesis("without markings besides TLP and PAP", with(subject, usual)));
        }
        if (!subject.audience().open()) {
            all.add(new Hypothesis("without a named audience", opened(decisions, subject)));
        }
        if (!topic.sectors().isEmpty()) {
            all.add(new Hypothesis(
                    "without sectors",
                    with(
                            subject,
                            new Topic(topic.feed(), topic.kind(), Set.of(), topic.regions(), topic.confidence()))));
        }
        if (!topic.regions().isEmpty()) {
            all.add(new Hypothesis(
                    "without regions",
                    with(
                            subject,
                            new Topic(topic.feed(), topic.kind(), topic.sectors(), Set.of(), topic.confidence()))));
        }
        if (topic.confidence() != CONFIDENCE_MAX) {
            all.add(new Hypothesis(
                    "with confidence " + CONFIDENCE_MAX,
                    with(
                            subject,
                            new Topic(topic.feed(), topic.kind(), topic.sectors(), topic.regions(), CONFIDENCE_MAX))));
        }
        return all;
    }

    private static ReleaseClass with(ReleaseClass subject, Markings markings) {
        return new ReleaseClass(markings, subject.topic(), subject.origin(), subject.audience(), subject.ties());
    }

    private static ReleaseClass with(ReleaseClass subject, Topic topic) {
        return new ReleaseClass(subject.markings(), topic, subject.origin(), subject.audience(), subject.ties());
    }

    /** As intake takes an audience nobody stated: above GREEN it is the submitter's communities. */
    private static ReleaseClass opened(Decisions decisions, ReleaseClass subject) {
        Audience stated = subject.audience();
        Audience open = new Audience(true, Set.of(), Set.of(), stated.exceptions(), stated.exceptedCommunities());
        Audience audience = subject.tlp().isWithin(Tlp.GREEN)
                ? open
                : open.closedTo(decisions
                        .directory()
                        .partner(subject.submitter())
                        .map(Member::communities)
                        .orElse(Set.of()));
        return new ReleaseClass(subject.markings(), subject.topic(), subject.origin(), audience, subject.ties());
    }
}
