package org.entente.explain;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.entente.explain.ObjectAudience.Assertion;
import org.entente.explain.ObjectAudience.Change;
import org.entente.explain.ObjectAudience.Line;
import org.entente.explain.OwnAudience.Received;
import org.entente.explain.OwnAudience.Submitted;
import org.entente.partner.Directory.Member;
import org.entente.party.Attribution;
import org.entente.party.Audience;
import org.entente.party.PartnerId;
import org.entente.release.Counterfactual;
import org.entente.release.Decision;
import org.entente.release.Decision.Redact;
import org.entente.release.Decision.Withhold;
import org.entente.release.Decisions;
import org.entente.release.Explanation;
import org.entente.release.PartnerSet;

/** Puts decisions about one assertion into words and counts, for operators and for partners. Pure. */
final class Audiences {

    private final Decisions decisions;
    private final List<Member> members;

    Audiences(Decisions decisions) {
        this.decisions = decisions;
        this.members = decisions.directory().partners().values().stream()
                .sorted(Comparator.comparing(Member::id))
                .toList();
    }

    /** For operators; only lines that are asked for, but everybody is counted. */
    Assertion forOperators(Subject subject, Predicate<Line> asked) {
        return of(subject, asked, subject.releaseClass().origin().attribution() == Attribution.NOBODY);
    }

    /** For operators who decide on what is held: the queue names its submitter anyway, so no line has to be left out. */
    Assertion forReview(Subject subject) {
        return of(subject, line -> true, false);
    }

    private Assertion of(Subject subject, Predicate<Line> asked, boolean secret) {
        List<Line> lines = members.stream().map(member -> line(subject, member)).toList();
        return new Assertion(
                subject.version(),
                secret ? null : subject.releaseClass().submitter(),
                subject.dateAdded(),
                subject.releaseClass().tlp().label(),
                subject.releaseClass().kind(),
                count(lines, "release"),
                count(lines, "redact"),
                count(lines, "withhold"),
                lines.stream()
                        .filter(line -> !secret || !mayBeSubmitter(line.partner(), subject))
                        .filter(asked)
                        .toList(),
                changes(subject));
    }

    /**
     * Whose line would tell: who has its own object as it was submitted is the submitter, and were only its line missing, the
     * gap would tell as much.
     */
    private boolean mayBeSubmitter(PartnerId partner, Subject subject) {
        return partner.equals(subject.releaseClass().submitter())
                || decisions
                        .directory()
                        .partner(partner)
                        .map(member -> member.policy().from().attribution() == Attribution.NOBODY)
                        .orElse(false);
    }

    private static int count(List<Line> lines, String decision) {
        return (int)
                lines.stream().filter(line -> line.decision().equals(decision)).count();
    }

    private Line line(Subject subject, Member member) {
        Decision decision = subject.decide(decisions, member);
        Explanation why = subject.explain(decision, member);
        return new Line(
                member.id(),
                label(decision),
                decision instanceof Withhold withheld ? label(withheld.rule()) : "",
                member.policyVersion(),
                why.policy(),
                why.property(),
                why.message(),
                Explanation.changes(decision));
    }

    private static String label(Decision decision) {
        return decision instanceof Withhold ? "withhold" : decision instanceof Redact ? "redact" : "release";
    }

    private static String label(Decision.Rule rule) {
        return rule.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Why the partner has it; empty when it has not. */
    Optional<Received> received(Subject subject, Member partner) {
        Decision decision = subject.decide(decisions, partner);
        if (!decision.released() || !decisions.reads(partner.id()) || subject.dateAdded() == null) {
            return Optional.empty();
        }
        Explanation why = subject.explain(decision, partner);
        return Optional.of(new Received(
                subject.dateAdded(),
                subject.releaseClass().tlp().label(),
                partner.policyVersion(),
                why.policy(),
                why.property(),
                why.message(),
                Explanation.changes(decision)));
    }

    /** For the partner that submitted it. */
    Submitted forSubmitter(Subject subject, boolean named) {
        boolean counted = named || !picks(subject.releaseClass().audience());
        int released = 0;
        int redacted = 0;
        List<PartnerId> recipients = new ArrayList<>();
        for (Member member : members) {
            // By its own assertion alone: that some have it from others already is not the submitter's to know.
            Decision decision = subject.withoutEarlier().decide(decisions, member);
            if (!decision.released()
                    || !decisions.reads(member.id())
                    || member.id().equals(subject.releaseClass().submitter())) {
                continue;
            }
            recipients.add(member.id());
            if (decision instanceof Redact) {
                redacted++;
            } else {
                released++;
            }
        }
        return new Submitted(
                subject.version(),
                subject.dateAdded(),
                subject.releaseClass().tlp().label(),
                counted ? released : null,
                counted ? redacted : null,
                named ? recipients : null,
                counted ? changes(subject) : List.of());
    }

    private static boolean picks(Audience audience) {
        return !audience.partners().isEmpty() || !audience.exceptions().isEmpty();
    }

    private List<Change> changes(Subject subject) {
        return Counterfactual.of(decisions, subject.releaseClass()).stream()
                .map(counterfactual -> new Change(counterfactual.change(), readers(subject, counterfactual.more())))
                .filter(change -> change.more() > 0)
                .toList();
    }

    /** Those who do read, and whom what the body ties together does not keep it from. */
    private int readers(Subject subject, PartnerSet partners) {
        return (int) members.stream()
                .filter(member -> partners.contains(member.ordinal()) && decisions.reads(member.id()))
                .filter(subject.reached())
                .count();
    }
}
