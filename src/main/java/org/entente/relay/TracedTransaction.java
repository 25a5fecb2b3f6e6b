package org.entente.relay;

import java.util.HashSet;
import java.util.Set;
import org.entente.trace.Figure;
import org.entente.trace.Stage;
import org.entente.trace.TraceStep;

/** What is told of one Kafka transaction for one thing that is traced. Used by one thread. */
final class TracedTransaction {

    private final TraceStep relay;
    private final Set<Long> positions = new HashSet<>();
    private TraceStep part;
    private long records;

    /** @param relay the step, which this ends */
    TracedTransaction(TraceStep relay) {
        this.relay = relay;
        this.part = relay.begin(Stage.RELEASE);
    }

    /**
     * An entry was decided.
     *
     * @param position of it; one that is told of several times is one object
     * @param sent records of it, for all partners together
     */
    void decided(long position, long sent) {
        positions.add(position);
        records += sent;
    }

    void committing() {
        part.with(Figure.OBJECTS, positions.size())
                .with(Figure.RECORDS, records)
                .end();
        part = relay.begin(Stage.COMMIT);
    }

    void committed() {
        part.end();
        relay.end();
    }

    /** It will all be sent again. */
    void takenBack() {
        part.takenBack();
        relay.takenBack();
    }

    void failed(Throwable trouble) {
        part.failed(trouble);
        relay.failed(trouble);
    }
}
