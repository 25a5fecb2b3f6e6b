package org.entente.explain;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.entente.explain.PolicySimulation.Part;
import org.entente.explain.PolicySimulation.Sample;
import org.entente.gate.Gate;
import org.entente.http.ProblemException;
import org.entente.log.LogReader;
import org.entente.log.Placement;
import org.entente.log.ReleaseClass;
import org.entente.partner.Directory;
import org.entente.partner.Directory.Member;
import org.entente.partner.TrustPolicy;
import org.entente.party.Attribution;
import org.entente.party.PartnerId;
import org.entente.release.Decisions;
import org.entente.release.Simulation;
import org.entente.release.Simulation.Tally;

/**
 * Compares a policy with the one in force over the log of the last days, from the counts a day and class: it costs the same
 * for however many objects. Thread safe.
 */
@ApplicationScoped
class Simulator {

    private final Gate gate;
    private final LogReader log;
    private final Clock clock;

    Simulator(Gate gate, LogReader log, Clock clock) {
        this.gate = gate;
        this.log = log;
        this.clock = clock;
    }

    /**
     * What is to be compared.
     *
     * @param days whole days before today, which counts too
     * @param samples of each fate at most
     */
    record Question(PartnerId partner, TrustPolicy policy, int days, int samples) {}

    Uni<PolicySimulation> of(Question question) {
        Instant since = clock.instant().truncatedTo(ChronoUnit.DAYS).minus(question.days(), ChronoUnit.DAYS);
        return log.entriesSince(since)
                .chain(entries -> gate.upToDate()
                        .emitOn(Infrastructure.getDefaultWorkerPool())
                        .map(decisions -> compared(question, since, entries, decisions))
                        .chain(compared -> answered(compared, question)));
    }

    private record Compared(
            Member member,
            Decisions decisions,
            Simulation simulation,
            Instant since,
            long entries,
            List<String> notes) {}

    private static Compared compared(
            Question question, Instant since, Map<Integer, Long> entries, Decisions decisions) {
        Member member = decisions.directory().partner(question.partner()).orElseThrow(ProblemException::notFound);
        Simulation simulation =
                Simulation.compare(decisions, proposed(decisions.directory(), member, question.policy()), entries);
        long all = entries.values().stream().mapToLong(Long::longValue).sum();
        return new Compared(member, decisions, simulation, since, all, notes(member.policy(), question.policy()));
    }

    private static Directory proposed(Directory now, Member member, TrustPolicy policy) {
        List<Member> members = new ArrayList<>(now.partners().values());
        members.remove(member);
        members.add(new Member(
                member.id(),
                member.title(),
                member.ordinal(),
                member.active(),
                member.subscribes(),
                member.communities(),
                policy,
                member.policyVersion() + 1));
        return Directory.of(
                now.revision(), members, List.copyOf(now.communities().values()));
    }

    private static List<String> notes(TrustPolicy now, TrustPolicy then) {
        List<String> notes = new ArrayList<>();
        if (!now.to().delay().equals(then.to().delay())) {
            notes.add("Everything would be given " + then.to().delay() + " after it was added, now "
                    + now.to().delay() + ". That is not counted.");
        }
        if (!now.agreement().equals(then.agreement())) {
            notes.add("The agreement would hold at other times. What is counted is as of now.");
        }
        if (!now.from().equals(then.from())) {
            notes.add("What is accepted from the partner would change. That is not counted.");
        }
        return notes;
    }

    private Uni<PolicySimulation> answered(Compared compared, Question question) {
        Simulation simulation = compared.simulation();
        return part(compared, simulation.released(), question.samples())
                .chain(released -> part(compared, simulation.withheld(), question.samples())
                        .chain(withheld -> part(compared, simulation.redacted(), question.samples())
                                .map(redacted -> new PolicySimulation(
                                        compared.member().id(),
                                        compared.member().policyVersion(),
                                        compared.since(),
                                        compared.entries(),
                                        released,
                                        withheld,
                                        redacted,
                                        compared.notes()))));
    }

    private Uni<Part> part(Compared compared, Tally tally, int samples) {
        // A policy that refuses one originator would else list by name what an originator sent whom nobody may know.
        List<Integer> shown = tally.classes().stream()
                .filter(number -> compared.decisions()
                        .releaseClass(number)
                        .map(known -> known.origin().attribution() != Attribution.NOBODY)
                        .orElse(false))
                .toList();
        Uni<List<Placement>> newest =
                samples == 0 || shown.isEmpty() ? Uni.createFrom().item(List.of()) : log.newest(shown, samples);
        return newest.map(found -> new Part(
                tally.count(),
                tally.byKind(),
                spelled(tally.byOriginator()),
                tally.byTlp().entrySet().stream()
                        .collect(Collectors.toMap(
                                level -> level.getKey().label(), Map.Entry::getValue, Long::sum, TreeMap::new)),
                found.stream()
                        .filter(entry -> !entry.dateAdded().isBefore(compared.since()))
                        .flatMap(entry -> compared.decisions().releaseClass(entry.classNumber()).stream()
                                .map(known -> sample(entry, known)))
                        .toList()));
    }

    private static Map<String, Long> spelled(Map<PartnerId, Long> counts) {
        Map<String, Long> spelled = new TreeMap<>();
        counts.forEach((partner, count) -> spelled.put(partner.value(), count));
        return spelled;
    }

    private static Sample sample(Placement entry, ReleaseClass known) {
        return new Sample(
                entry.id().toString(),
                entry.version().equals(Instant.EPOCH) ? null : entry.version(),
                entry.dateAdded(),
                known.tlp().label(),
                known.submitter());
    }
}
