package org.entente.log;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.entente.party.PartnerId;
import org.entente.stix.StixId;
import org.entente.trace.TraceParent;

/** Appends to the log. Thread safe; appends of many submissions run in parallel. */
public interface LogWriter {

    /** What became of an assertion. */
    enum Appended {
        /** It will get a position. */
        NEW,
        /** The same partner asserted the same content on the same terms before. */
        KNOWN
    }

    /** What the caller writes in the transaction of the append. */
    @FunctionalInterface
    interface Completion<T> {

        /** Before anything is appended, so that how long it takes to refuse tells nothing of what is there. */
        default Uni<Void> before(SqlConnection transaction) {
            return Uni.createFrom().voidItem();
        }

        /** Once it is known what became of each assertion. */
        Uni<T> write(SqlConnection transaction, List<Appended> appended);
    }

    /**
     * Appends the assertions of one submission. When the answer arrives everything is committed. After a failure it may be
     * committed too, where the answer of the database was lost or late; appending the same again changes nothing.
     *
     * @param completion written in the same transaction; gets one answer an assertion, in order
     */
    <T> Uni<T> append(Submitted submitted, Completion<T> completion);

    /** The same, as a step of the request that is being answered. */
    <T> Uni<T> append(UUID submissionId, List<Assertion> assertions, Completion<T> completion);

    /**
     * What one submission asserts.
     *
     * @param submissionId the sequencer keeps the assertions of one submission together
     * @param stored places among the assertions, from 0, of those whose contents are there already, as others sent them in; only {@link
     *     #appendFresh} has to know
     * @param trace by which what becomes of it later is traced; empty where it is not
     */
    record Submitted(UUID submissionId, List<Assertion> assertions, Set<Integer> stored, Optional<TraceParent> trace) {
        public Submitted(UUID submissionId, List<Assertion> assertions, Optional<TraceParent> trace) {
            this(submissionId, assertions, Set.of(), trace);
        }
    }

    /**
     * Appends the assertions of several submissions in one transaction, faster than {@link #append}, where their submitters assert
     * them for the first time: all or none. What nothing stands in the way of has its place in the log when the answer arrives.
     *
     * @param submissions each content once at most, and each version of an object once of the same submitter
     * @param along done in the same transaction
     * @return fails with PostgreSQL's unique_violation where a content was there that is not said to be or its submitter asserted it meanwhile, with
     *     no_data_found where one that is said to be there is not or is being erased, with lock_not_available where the same is being done in another
     *     transaction that takes long; then nothing was appended
     */
    Uni<Void> appendFresh(List<Submitted> submissions, Along along);

    /**
     * What PostgreSQL does along with appending, in the same statement.
     *
     * @param call of a function that returns one row with one value, its parameters numbered from {@code $1}
     * @param values of these parameters; further ones are added
     */
    record Along(String call, Tuple values) {}

    /** Every content the exchange has of the given objects, for a submitter. */
    Uni<Map<StixId, List<KnownContent>>> known(Collection<StixId> ids, PartnerId submitter);

    /** The bytes of contents, by content id. */
    Uni<Map<Long, byte[]>> contents(Collection<Long> contentIds);
}
