package org.entente.mitigation;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.entente.gate.Gate;
import org.entente.http.ProblemException;
import org.entente.http.ProblemType;
import org.entente.log.LogReader;
import org.entente.log.Placement;
import org.entente.log.ReleaseClass;
import org.entente.mitigation.Shelf.Held;
import org.entente.party.Attribution;
import org.entente.party.PartnerId;
import org.entente.release.Decisions;
import org.entente.stix.StixId;
import org.jspecify.annotations.Nullable;

/**
 * Takes reports on mitigations and says what may be known of them. A report counts for each submitter by whose assertion its
 * reporter may have the object, so that no submitter's counts depend on what others submitted. Thread safe.
 */
@ApplicationScoped
class Uptakes {

    private final Mitigations mitigations;
    private final UptakeRows rows;
    private final Gate gate;
    private final LogReader log;
    private final Clock clock;

    Uptakes(Mitigations mitigations, UptakeRows rows, Gate gate, LogReader log, Clock clock) {
        this.mitigations = mitigations;
        this.rows = rows;
        this.gate = gate;
        this.log = log;
        // As fine as the database keeps it, so that what is answered now and read later is the same.
        this.clock = Clock.tick(clock, Duration.ofNanos(1_000));
    }

    /** Keeps a report. Fails with 404 for what the reporter has not, 409 for what it has from itself only. */
    Uni<Uptake.Report> report(PartnerId reporter, StixId name, Uptake.NewReport sent) {
        Uptake.Report report = sent.at(clock.instant());
        return mitigations
                .shelf(reporter)
                .chain(shelf -> mitigations
                        .held(shelf, name)
                        .chain(held -> submitters(shelf, held)
                                .invoke(Uptakes::refuseOwn)
                                .chain(submitters ->
                                        rows.report(held.entry().id().uuid(), submitters, reporter, report))))
                .replaceWith(report);
    }

    private static void refuseOwn(Set<PartnerId> submitters) {
        if (submitters.isEmpty()) {
            throw new ProblemException(
                    ProblemType.CONFLICT, "You submitted this; its uptake is what others report on it.");
        }
    }

    /** Others by whose assertions the reader may have the object, as the same object that it knows by this name. */
    private Uni<Set<PartnerId>> submitters(Shelf shelf, Held held) {
        Decisions decisions = shelf.decisions();
        boolean viewed = decisions.isView(held.entry().classNumber(), shelf.reader());
        return log.entriesOf(held.entry().id()).map(entries -> {
            Set<PartnerId> submitters = new TreeSet<>();
            for (Placement entry : entries) {
                boolean had = decisions.allows(entry.classNumber(), shelf.reader())
                        && decisions.isView(entry.classNumber(), shelf.reader()) == viewed
                        && decisions
                                .horizon(shelf.reader())
                                .map(until -> !entry.dateAdded().isAfter(until))
                                .orElse(true);
                if (had) {
                    decisions
                            .releaseClass(entry.classNumber())
                            .map(ReleaseClass::submitter)
                            .filter(submitter -> !submitter.equals(shelf.reader()))
                            .ifPresent(submitters::add);
                }
            }
            return submitters;
        });
    }

    /** What a partner may know: its own report on what it has, the counts of what it submitted. Fails with 404. */
    Uni<Uptake> known(Shelf shelf, StixId name) {
        return Uni.combine()
                .all()
                .unis(shelf.named(Set.of(name), Optional.empty()), log.entriesOf(name))
                .asTuple()
                .chain(found -> {
                    Optional<Held> held = found.getItem1().stream()
                            .filter(one -> one.facts().isRemedy())
                            .findFirst();
                    List<ReleaseClass> submitted = submitted(shelf, found.getItem2());
                    if (held.isEmpty() && submitted.isEmpty()) {
                        throw ProblemException.notFound();
                    }
                    return Uni.combine()
                            .all()
                            .unis(own(shelf, held), counts(shelf, name, submitted))
                            .with((report, counts) -> new Uptake(report.orElse(null), counts.orElse(null), null));
                });
    }

    private static List<ReleaseClass> submitted(Shelf shelf, List<Placement> entries) {
        return entries.stream()
                .flatMap(entry -> shelf.decisions().releaseClass(entry.classNumber()).stream())
                .filter(subject -> subject.submitter().equals(shelf.reader()))
                .filter(subject -> subject.kind().equals(Facts.COURSE_OF_ACTION))
                .toList();
    }

    private Uni<Optional<Uptake.Report>> own(Shelf shelf, Optional<Held> held) {
        return held.map(one -> submitters(shelf, one)
                        .chain(submitters -> rows.own(one.entry().id().uuid(), shelf.reader(), submitters)))
                .orElse(Uni.createFrom().item(Optional.empty()));
    }

    /** Nothing where the audience picks partners and the submitter may not know which of them got it: numbers would tell. */
    private Uni<Optional<Counts>> counts(Shelf shelf, StixId name, List<ReleaseClass> submitted) {
        boolean named = shelf.decisions()
                .directory()
                .partner(shelf.reader())
                .map(member -> member.policy().from().recipientsNamed())
                .orElse(false);
        boolean picks = submitted.stream()
                .map(ReleaseClass::audience)
                .anyMatch(audience ->
                        !audience.partners().isEmpty() || !audience.exceptions().isEmpty());
        return submitted.isEmpty() || picks && !named
                ? Uni.createFrom().item(Optional.empty())
                : rows.counts(name.uuid(), shelf.reader()).map(Optional::of);
    }

    /** For operators, by the id it was submitted under. Fails with 404. */
    Uni<Uptake> everybody(StixId id) {
        return Uni.combine()
                .all()
                .unis(gate.upToDate(), log.entriesOf(id))
                .asTuple()
                .chain(found -> {
                    Decisions decisions = found.getItem1();
                    List<PartnerId> submitters = found.getItem2().stream()
                            .flatMap(entry -> decisions.releaseClass(entry.classNumber()).stream())
                            .filter(subject -> subject.kind().equals(Facts.COURSE_OF_ACTION))
                            .map(ReleaseClass::submitter)
                            .distinct()
                            .sorted()
                            .toList();
                    if (submitters.isEmpty()) {
                        throw ProblemException.notFound();
                    }
                    return Multi.createFrom()
                            .iterable(submitters)
                            .onItem()
                            .transformToUniAndConcatenate(submitter -> assertion(decisions, id, submitter))
                            .collect()
                            .asList()
                            .map(assertions -> new Uptake(null, null, new ArrayList<>(assertions)));
                });
    }

    private Uni<Uptake.Assertion> assertion(Decisions decisions, StixId id, PartnerId submitter) {
        return Uni.combine()
                .all()
                .unis(rows.counts(id.uuid(), submitter), rows.notes(id.uuid(), submitter))
                .with((counts, notes) -> new Uptake.Assertion(
                        toOperators(decisions, submitter),
                        counts,
                        notes.stream()
                                .map(note -> new Uptake.Note(toOperators(decisions, note.reporter()), note.text()))
                                .toList()));
    }

    /** A partner's name where operators may learn what it sent in. */
    private static @Nullable PartnerId toOperators(Decisions decisions, PartnerId partner) {
        return decisions
                .directory()
                .partner(partner)
                .filter(member -> member.policy().from().attribution() != Attribution.NOBODY)
                .map(member -> partner)
                .orElse(null);
    }
}
