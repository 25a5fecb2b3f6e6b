package org.entente.relay;

import io.smallrye.mutiny.Uni;
import java.util.concurrent.CompletableFuture;
import org.entente.log.RecallLog.Revision;
import org.entente.release.Decisions;

/**
 * Tells that a transaction is about to be committed and looks whether what is in it may still go out, while its thread goes on with
 * Kafka. Used by one thread, one transaction after the other.
 */
final class LastLook {

    private final int shard;
    private final RelayPorts ports;
    private CompletableFuture<?> over = CompletableFuture.completedFuture(null);

    LastLook(int shard, RelayPorts ports) {
        this.shard = shard;
        this.ports = ports;
    }

    /**
     * What there was to see after the commit had been told of.
     *
     * @param number of the commit
     * @param decisions in force
     * @param asRead whether what was sent is as it was read
     * @param revision of what is recalled and erased
     */
    record Seen(long number, Decisions decisions, boolean asRead, Revision revision) {}

    /** Does not wait; {@link #seen} does. */
    CompletableFuture<Seen> begin(OpenTransaction open) {
        settle();
        Revision read = open.read();
        long from = open.from();
        long to = open.to();
        return ports.commits()
                .begin(shard)
                .chain(number -> Uni.combine()
                        .all()
                        .unis(
                                ports.decisions().get(),
                                ports.recalls().stand(read, from, to),
                                ports.recalls().revision())
                        .with((decisions, asRead, revision) -> new Seen(number, decisions, asRead, revision)))
                .subscribeAsCompletionStage();
    }

    /**
     * Waits for it, and does meanwhile what may fail: not before everybody could be told of the commit, or that would come after it was
     * taken for one that has ended.
     */
    Seen seen(CompletableFuture<Seen> begun, Runnable meanwhile) {
        try {
            meanwhile.run();
        } catch (RuntimeException | Error failed) {
            try {
                ports.answers().of(begun);
            } catch (RelayTrouble further) {
                failed.addSuppressed(further);
            }
            throw failed;
        }
        return ports.answers().of(begun);
    }

    /** The commit has happened or never will. Whoever waits for it learns that by and by, the thread goes on. */
    void over(Seen seen) {
        over = ports.commits().over(seen.number()).subscribeAsCompletionStage();
    }

    /** Waits until it is known that the last commit is over. */
    void settle() {
        ports.answers().of(over);
    }
}
