package org.entente.explain;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.entente.explain.ObjectAudience.Line;
import org.entente.explain.OwnAudience.Received;
import org.entente.explain.OwnAudience.Submitted;
import org.entente.gate.Gate;
import org.entente.http.ProblemException;
import org.entente.log.LogEntry;
import org.entente.log.LogReader;
import org.entente.log.Page;
import org.entente.log.PageQuery;
import org.entente.log.Placement;
import org.entente.log.VersionFilter;
import org.entente.partner.Directory.Member;
import org.entente.party.PartnerId;
import org.entente.release.Decisions;
import org.entente.release.Outcome;
import org.entente.release.Released;
import org.entente.stix.StixId;

/** Explains who gets what is in the log. Thread safe. */
@ApplicationScoped
class LoggedAudience {

    private final Gate gate;
    private final LogReader log;

    LoggedAudience(Gate gate, LogReader log) {
        this.gate = gate;
        this.log = log;
    }

    /**
     * For operators.
     *
     * @param allVersions else the newest
     * @param decision only partners with this one; empty for all
     * @param partner only this one; empty for all
     */
    Uni<ObjectAudience> everybody(
            StixId id, boolean allVersions, Optional<String> decision, Optional<PartnerId> partner) {
        return log.entriesOf(id)
                .chain(entries -> gate.upToDate()
                        .emitOn(Infrastructure.getDefaultWorkerPool())
                        .map(decisions -> everybody(
                                id,
                                subjects(decisions, entries, allVersions),
                                decisions,
                                line -> decision.map(line.decision()::equals).orElse(true)
                                        && partner.map(line.partner()::equals).orElse(true))));
    }

    private static ObjectAudience everybody(
            StixId id, List<Subject> subjects, Decisions decisions, java.util.function.Predicate<Line> asked) {
        if (subjects.isEmpty()) {
            throw ProblemException.notFound();
        }
        Audiences audiences = new Audiences(decisions);
        return new ObjectAudience(
                id.toString(),
                subjects.stream()
                        .map(subject -> audiences.forOperators(subject, asked))
                        .toList());
    }

    /** Entries whose class the decisions cannot read are released to nobody, and there is nothing more to say of them. */
    private static List<Subject> subjects(Decisions decisions, List<Placement> entries, boolean allVersions) {
        Optional<Placement> newest = entries.stream().max(Comparator.comparing(Placement::version));
        return entries.stream()
                .filter(entry -> allVersions
                        || entry.version().equals(newest.orElseThrow().version()))
                .flatMap(entry -> decisions.releaseClass(entry.classNumber()).stream()
                        .map(known -> Subject.of(entry, known, entries)))
                .toList();
    }

    /**
     * For a partner, who knows the object by an id that may be a view's. Of what it sent in itself it is told whether it reads
     * feeds or not, and before a delay of its own is over: the answer holds numbers, nothing of the object.
     */
    Uni<OwnAudience> own(StixId asked, PartnerId partner, boolean allVersions) {
        Answer answer = new Answer(asked, partner, allVersions);
        return gate.upToDate()
                .chain(decisions -> log.entriesOf(asked)
                        .chain(all -> all.stream().anyMatch(entry -> isOwn(entry, partner, decisions))
                                ? Uni.createFrom().item(all)
                                : readable(answer, decisions))
                        .emitOn(Infrastructure.getDefaultWorkerPool())
                        .map(all -> own(answer, all, decisions)));
    }

    /** Every entry of the object that the partner has under this id. Fails with 404 when it has none. */
    private Uni<List<Placement>> readable(Answer answer, Decisions decisions) {
        PartnerId partner = answer.partner();
        return read(decisions, partner, decisions.originals(partner, answer.asked()))
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(page -> theirs(page, decisions, partner, answer.asked()))
                .chain(entries -> entries.isEmpty()
                        ? Uni.createFrom().failure(ProblemException.notFound())
                        : log.entriesOf(entries.get(0).id()));
    }

    private static boolean isOwn(Placement entry, PartnerId partner, Decisions decisions) {
        return decisions.allows(entry.classNumber(), partner)
                && decisions
                        .releaseClass(entry.classNumber())
                        .map(known -> known.submitter().equals(partner))
                        .orElse(false);
    }

    /** What the partner may read of these objects, each version once: what is not on a page of it does not exist for it. */
    private Uni<Page> read(Decisions decisions, PartnerId partner, Set<StixId> ids) {
        int[] classes = decisions.visibleTo(partner, any -> true);
        return classes.length == 0 || !decisions.reads(partner)
                ? Uni.createFrom().item(new Page(List.of(), false))
                : log.page(new PageQuery(
                        classes,
                        Arrays.stream(classes)
                                .filter(number -> decisions.isView(number, partner))
                                .toArray(),
                        0,
                        Optional.empty(),
                        decisions.horizon(partner),
                        ids,
                        new VersionFilter.All(),
                        VERSIONS_MAX));
    }

    private static final int VERSIONS_MAX = 1_000;

    private static List<LogEntry> theirs(Page page, Decisions decisions, PartnerId partner, StixId asked) {
        List<LogEntry> theirs = new ArrayList<>();
        for (LogEntry entry : page.entries()) {
            Outcome outcome = decisions.release(entry, partner);
            if (outcome instanceof Released released && released.id().equals(asked)) {
                theirs.add(entry);
            }
        }
        return theirs;
    }

    /** What it has under the id it asks by: an object of the same id in the log may be another to it. */
    private static boolean isTheirs(Placement entry, Answer answer, Decisions decisions) {
        PartnerId partner = answer.partner();
        if (isOwn(entry, partner, decisions)) {
            return entry.id().equals(answer.asked());
        }
        return decisions.allows(entry.classNumber(), partner)
                && decisions
                        .nameOf(entry.id(), entry.classNumber(), entry.links().members(), partner)
                        .equals(answer.asked())
                && !decisions.horizon(partner).map(entry.dateAdded()::isAfter).orElse(false);
    }

    private record Answer(StixId asked, PartnerId partner, boolean allVersions) {}

    private static OwnAudience own(Answer answer, Collection<Placement> all, Decisions decisions) {
        Member member = decisions.directory().partner(answer.partner()).orElseThrow(ProblemException::notFound);
        Audiences audiences = new Audiences(decisions);
        List<Placement> visible =
                all.stream().filter(entry -> isTheirs(entry, answer, decisions)).toList();
        List<Subject> subjects = subjects(decisions, visible, answer.allVersions());
        Optional<Received> received = subjects.stream()
                .filter(subject -> !subject.releaseClass().submitter().equals(member.id()))
                .flatMap(subject -> audiences.received(subject, member).stream())
                .reduce((first, later) -> later);
        List<Submitted> submitted = subjects.stream()
                .filter(subject -> subject.releaseClass().submitter().equals(member.id()))
                .map(subject ->
                        audiences.forSubmitter(subject, member.policy().from().recipientsNamed()))
                .toList();
        return new OwnAudience(answer.asked().toString(), received.orElse(null), submitted);
    }
}
