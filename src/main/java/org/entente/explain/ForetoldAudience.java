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
import org.jspecify.annotations.Nullable;

/** Explains who would get what is not submitted yet. Thread safe. */
@ApplicationScoped
public class ForetoldAudience {

    /** Each is a query of its own; a body that refers to more of what its submitter sent before is asked in parts. */
    private static final int LOOKUPS_AT_ONCE = 8;

    /** Each is decided for every partner several times over. */
    private static final int OBJECTS_MAX = 200;

    /** What is held came without such a bound. */
    private static final int REFERENCES_OF_HELD_MAX = 5_000;

    private final Foresight foresight;
    private final Gate gate;
    private final LogReader log;

    ForetoldAudience(Foresight foresight, Gate gate, LogReader log) {
        this.foresight = foresight;
        this.gate = gate;
        this.log = log;
    }

    /**
     * For operators who decide on what is held: every partner, whoever may know the submitter.
     *
     * @param submitter whose objects they are
     * @param foreseen what would become of them, as if they were submitted together
     */
    public Uni<BodyAudience> ofHeld(PartnerId submitter, List<Foreseen> foreseen) {
        return of(submitter, foreseen, Audiences::forReview, REFERENCES_OF_HELD_MAX);
    }

    /** @param forSubmitter in counts, as a partner may know them; else with every partner, for operators */
    Uni<BodyAudience> of(Draft draft, boolean forSubmitter) {
        return foresight.of(draft).chain(foreseen -> {
            if (forSubmitter) {
                return of(draft.submitter(), foreseen, null, OBJECTS_MAX);
            }
            return of(
                    draft.submitter(),
                    foreseen,
                    (audiences, subject) -> audiences.forOperators(subject, line -> true),
                    OBJECTS_MAX);
        });
    }

    /** @param teller for operators; null for the submitter */
    private Uni<BodyAudience> of(
            PartnerId submitter, List<Foreseen> foreseen, @Nullable Teller teller, int referencesMax) {
        return before(foreseen, referencesMax)
                .chain(before -> gate.upToDate()
                        .emitOn(Infrastructure.getDefaultWorkerPool())
                        .map(decisions -> explained(submitter, foreseen, before, decisions, teller)));
    }

    @FunctionalInterface
    private interface Teller {
        ObjectAudience.Assertion tell(Audiences audiences, Subject subject);
    }

    /** Entries of what the body refers to and its submitter sent in before. */
    private Uni<List<Placement>> before(List<Foreseen> foreseen, int referencesMax) {
        Set<StixId> asked = new HashSet<>();
        Set<StixId> inBody = new HashSet<>();
        foreseen.forEach(each -> each.assertion().ifPresent(assertion -> {
            inBody.add(assertion.id());
            asked.addAll(assertion.references().own());
            asked.addAll(assertion.references().members().keySet());
        }));
        asked.removeAll(inBody);
        if (foreseen.size() > OBJECTS_MAX || asked.size() > referencesMax) {
            throw ProblemException.invalidBody(
                    "/objects",
                    "Ask for at most " + OBJECTS_MAX + " objects at once, referring to at most " + referencesMax
                            + " sent before.");
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
            PartnerId submitter,
            List<Foreseen> foreseen,
            List<Placement> before,
            Decisions decisions,
            @Nullable Teller teller) {
        Foretold foretold = new Foretold(decisions, foreseen, own(before, submitter, decisions));
        Audiences audiences = new Audiences(decisions);
        boolean named = decisions
                .directory()
                .partner(submitter)
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
                                teller == null ? null : teller.tell(audiences, subject),
                                teller == null ? audiences.forSubmitter(subject, named) : null))
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
