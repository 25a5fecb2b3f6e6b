package org.entente.feed;

import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** Lets so many work at once; the rest wait in line. As long as each has one turn at a time, the line is no longer than there are
 * streams. Thread safe. */
final class Turns {

    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private int free;

    Turns(int atOnce) {
        this.free = atOnce;
    }

    /** Calls back when it is the asker's turn, now or later, on whatever thread. Each turn has to be {@link #done}. */
    void ask(Runnable go) {
        synchronized (this) {
            if (free == 0) {
                waiting.add(go);
                return;
            }
            free--;
        }
        go.run();
    }

    void done() {
        @Nullable Runnable next;
        synchronized (this) {
            next = waiting.poll();
            if (next == null) {
                free++;
            }
        }
        if (next != null) {
            next.run();
        }
    }
}
