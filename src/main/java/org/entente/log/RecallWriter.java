package org.entente.log;

import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.entente.party.PartnerId;
import org.entente.stix.StixId;

/**
 * Takes entries back by giving them narrower classes. Thread safe. One after the other over all instances, and nothing is placed
 * in the log meanwhile: what was looked at is still so when it is written.
 */
public interface RecallWriter {

    /**
     * Whether there is any assertion of the object, placed or waiting, by the submitter or, where none is given, by anybody. Waits
     * for nobody: to be asked before {@link #alone}, which keeps everything else out of the log.
     */
    Uni<Boolean> isAsserted(StixId object, Optional<PartnerId> submitter);

    /**
     * Does some work alone. Goes on when whoever asked for it has gone. Fails when its turn does not come in time,
     * with {@link RejectedExecutionException} when too many wait for theirs.
     *
     * @param work must use the turn only until its own end
     */
    <T> Uni<T> alone(Function<Turn, Uni<T>> work);

    /** Whether any recall is in force that is not all written into the log yet. */
    Uni<Boolean> isRewriting();

    /**
     * Part of a recall that is in force and now written into the log.
     *
     * @param number of the recall, by which it is written
     * @param inOwnWords who may read the recall's own reason
     * @param tenures of all partners when it was made; empty where that was not noted
     * @param part the next entries of it, and the others that hold the same
     */
    record Rewriting(long number, RecallAct act, Set<PartnerId> inOwnWords, List<Tenure> tenures, Reclassed part) {}

    /** The looking and writing of one who is alone. */
    interface Turn {

        /** Every entry of an object, in log order. */
        Uni<List<StandingEntry>> entriesOf(StixId object);

        /** The classes that assertions of an object wait under, by their submitters; those of recalled versions left out. */
        Uni<Map<PartnerId, List<NumberedClass>>> waiting(StixId object);

        /** The tuples behind numbers. */
        Uni<Map<Integer, ReleaseClass>> classes(Collection<Integer> numbers);

        /** The numbers of classes, new ones among them; committed at once. */
        Uni<Map<ReleaseClass, Integer>> numbersOf(Collection<ReleaseClass> classes);

        /**
         * Works out what becomes of the log, and changes nothing yet.
         *
         * @param recalled entries with the classes they are to have
         */
        Uni<Reclassed> reclass(Map<StandingEntry, Integer> recalled);

        /** Whether some of these entries were recalled and are not written into the log yet. */
        Uni<Boolean> isRewriting(Reclassed reclassed);

        /**
         * Puts all of it in force at once, or nothing; the log is rewritten and partners are told by {@link #rewrite}, part by part.
         *
         * @param inOwnWords who may read the reason as it is
         */
        Uni<Void> enforce(
                RecallAct act,
                Optional<Refusal> refusal,
                Reclassed reclassed,
                List<RecallAct.Scope> scopes,
                Set<PartnerId> inOwnWords);

        /**
         * The next part of the oldest recall that is in force and not all written.
         *
         * @param except ids of recalls to leave aside
         * @param limit entries, at least 1; more only where one version has as many
         */
        Uni<Optional<Rewriting>> rewriting(Set<UUID> except, int limit);

        /** Writes a part, or nothing; false when there is more to do before the part can be written. */
        Uni<Boolean> rewrite(Rewriting rewriting, List<RecallAct.Notice> notices);

        /** Writes all of it, or nothing. */
        Uni<Void> write(
                RecallAct act,
                Optional<Refusal> refusal,
                Reclassed reclassed,
                List<RecallAct.Scope> scopes,
                List<RecallAct.Notice> notices);
    }

    /** What is held for review of one submitter or of all is refused with it. */
    record Refusal(Optional<PartnerId> submitter) {}
}
