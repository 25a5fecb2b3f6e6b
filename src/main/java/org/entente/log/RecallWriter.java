package org.entente.log;

import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
