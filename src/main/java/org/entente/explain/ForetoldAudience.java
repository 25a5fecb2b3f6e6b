package org.entente.explain;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.entente.explain.BodyAudience.Item;
import org.entente.gate.Gate;
import org.entente.http.ProblemException;
import org.entente.intake.Foresight;
import org.entente.intake.Foresight.Draft;
import org.entente.intake.Foresight.Foreseen;
import org.entente.log.LogReader;
import org.entente.log.Placement;
import org.entente.partner.Directory.Member;
import org.entente.party.PartnerId;
import org.entente.release.Decisions;
import org.entente.stix.StixId;

/** Explains who would get what is not submitted yet. Thread safe. */
@ApplicationScoped
class ForetoldAudience {

    /** Each is a query of its own; a body that refers to more of what its submitter sent before is asked in parts. */
    private static final int LOOKUPS_AT_ONCE = 8;

    /** Each is decided for every partner several times over. */
    private static final int OBJECTS_MAX = 200;

    private final Foresight foresight;
    private final Gate gate;
    private final LogReader log;

    ForetoldAudience(Foresight foresight, Gate gate, LogReader log) {
        this.foresight = foresight;
        this.gate = gate;
        this.log = log;
    }

    /** @param forSubmitter in counts, as a partner may know them; else with every partner, for operators */
    Uni<BodyAudience> of(Draft draft, boolean forSubmitter) {
        return foresight
                .of(draft)
                .chain(foreseen -> before(foreseen)
                        .chain(before -> gate.upToDate()
                                .emitOn(Infrastructure.getDefaultWorkerPool())
                                .map(decisions -> explained(draft, foreseen, before, decisions, forSubmitter))));
    }

    /** Entries of what the body refers to and its submitter sent in before. */
    private Uni<List<Placement>> before(List<Foreseen> foreseen) {
        Set<StixId> asked = new HashSet<>();
        Set<StixId> inBody = new HashSet<>();
        foreseen.forEach(each -> each.assertion().ifPresent(assertion -> {
            inBody.add(assertion.id());
            asked.addAll(assertion.references().own());
            asked.addAll(assertion.references().members().keySet());
        }));
        asked.removeAll(inBody);
        if (foreseen.size() > OBJECTS_MAX || asked.size() > OBJECTS_MAX) {
            throw ProblemException.invalidBody(
                    "/objects",
                    "Ask for at most " + OBJECTS_MAX + " objects at once, referring to as many sent before.");
        }
        return Multi.createFrom()
                .iterable(asked)
                .onItem()
                .transformToUni(log::entriesOf)
                .merge(LOOKUPS_AT_ONCE)
                .collect()
                .asList()
                .map(found -> found.stream().flatMap(List::stream).toList());
    }

    private static BodyAudience explained(
            Draft draft, List<Foreseen> foreseen, List<Placement> before, Decisions decisions, boolean forSubmitter) {
        Foretold foretold = new Foretold(decisions, foreseen, own(before, draft.submitter(), decisions));
        Audiences audiences = new Audiences(decisions);
        boolean named = decisions
                .directory()
                .partner(draft.submitter())
                .map(Member::policy)
                .filter(policy -> policy.from().recipientsNamed())
                .isPresent();
        return new BodyAudience(foreseen.stream()
                .map(each -> each.assertion()
                        .map(assertion -> Subject.foretold(foretold, assertion))
                        .map(subject -> new Item(
                                each.id(),
                                each.outcome(),
                                each.findings(),
                                forSubmitter ? null : audiences.forOperators(subject, line -> true),
                                forSubmitter ? audiences.forSubmitter(subject, named) : null))
                        .orElseGet(() -> new Item(each.id(), each.outcome(), each.findings(), null, null)))
                .toList());
    }

    private static Map<StixId, Set<Integer>> own(List<Placement> before, PartnerId submitter, Decisions decisions) {
        Map<StixId, Set<Integer>> own = new HashMap<>();
        for (Placement entry : before) {
            boolean theirs = decisions
                    .releaseClass(entry.classNumber())
                    .filter(known -> known.submitter().equals(submitter))
                    .isPresent();
            if (theirs) {
                own.computeIfAbsent(entry.id(), none -> new HashSet<>()).add(entry.classNumber());
            }
        }
        return own;
    }
}
