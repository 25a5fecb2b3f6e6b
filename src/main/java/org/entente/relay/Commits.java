package org.entente.relay;

import io.smallrye.mutiny.Uni;

/**
 * Where a shard tells the whole exchange that it is about to commit. Thread safe. Every call fails after its time limit.
 *
 * <p>A shard tells first and checks then whether what it sends may still go out. So whoever changes that either is seen by the
 * check, or sees the commit and waits for it.
 */
interface Commits {

    /** A commit of the shard is under way from now on. */
    Uni<Long> begin(int shard);

    /** It has happened, or never will. One whose outcome nobody knows stays until {@link #fenced}. */
    Uni<Void> over(long number);

    /** The last commit that anybody began, to be asked for before older producers are fenced. */
    Uni<Long> last();

    /** Whoever produced for the shard before is fenced: of its commits up to this one, none is under way. */
    Uni<Void> fenced(int shard, long last);
}
