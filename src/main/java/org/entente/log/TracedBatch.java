package org.entente.log;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.entente.trace.Stage;
import org.entente.trace.TraceParent;
import org.entente.trace.TraceStep;
import org.entente.trace.Traces;

/** What is told of a batch of the sequencer: a step for each traced submission in it. Used by one batch. */
final class TracedBatch {

    private final Traces traces;
    private final Instant began;
    private volatile List<TraceStep> steps = List.of();

    TracedBatch(Traces traces) {
        this.traces = traces;
        this.began = traces.now();
    }

    boolean isOn() {
        return traces.isOn();
    }

    /** That submissions which came by these were placed, and it was committed. */
    void placed(List<TraceParent> parents) {
        begin(parents);
        committed();
    }

    /** To be called in the transaction that places them, before they leave the queue. */
    Uni<Void> place(SqlConnection transaction, List<Waiting> waiting, long position) {
        if (!traces.isOn()) {
            return Uni.createFrom().voidItem();
        }
        Long[] ids = waiting.stream().map(Waiting::pendingId).toArray(Long[]::new);
        Long[] positions = LongStream.rangeClosed(position + 1, position + waiting.size())
                .boxed()
                .toArray(Long[]::new);
        return TraceRows.place(transaction, ids, positions).invoke(this::begin).replaceWithVoid();
    }

    private void begin(List<TraceParent> parents) {
        steps = parents.stream()
                .map(parent -> traces.continued(parent, Stage.SEQUENCE, began))
                .toList();
    }

    void committed() {
        steps.forEach(TraceStep::end);
    }

    void failed(Throwable failure) {
        steps.forEach(step -> step.failed(failure));
    }
}
