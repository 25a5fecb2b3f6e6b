package org.entente.http;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;

/**
 * Writes an answer of unknown length to one client, frame by frame and no faster than it reads: what is not taken yet is at most
 * one frame and what the connection's own queue holds. The caller sets status and headers first. Used on its context only.
 */
public final class Outlet {

    /** Small enough that a slow reader of a large object is seen to be reading. */
    private static final int SLICE_BYTES = 16 << 10;

    private static final byte[] NO_FRAME = new byte[0];
    private static final long NO_TIMER = -1;

    private final RoutingContext routing;
    private final HttpServerResponse response;
    private final Context context;
    private final Duration patience;
    private final Runnable whenFree;
    private final Runnable whenStuck;
    private byte[] frame = NO_FRAME;
    private int written;
    private boolean waiting;
    private long timer = NO_TIMER;

    /**
     * @param patience how long a reader may take nothing
     * @param whenFree called after a frame that had to wait was taken
     * @param whenStuck called when the reader took nothing for too long
     */
    public Outlet(RoutingContext routing, Context context, Duration patience, Runnable whenFree, Runnable whenStuck) {
        this.routing = routing;
        this.response = routing.response();
        this.context = context;
        this.patience = patience;
        this.whenFree = whenFree;
        this.whenStuck = whenStuck;
    }

    /** Before the first frame. */
    public void open() {
        response.setChunked(routing.request().version() == HttpVersion.HTTP_1_1);
        response.drainHandler(drained -> context.runOnContext(on -> goOn()));
    }

    /** False when the reader has to take some of it first; {@code whenFree} is called then. */
    public boolean send(byte[] bytes) {
        frame = bytes;
        written = 0;
        return pump();
    }

    /** Sends a few bytes, unless that would be in the middle of a frame. */
    public void sendBetween(byte[] bytes) {
        if (!waiting) {
            response.write(Buffer.buffer(bytes)).onFailure(Outlet::ignoreGoneClient);
        }
    }

    private boolean pump() {
        while (written < frame.length && !response.writeQueueFull()) {
            int length = Math.min(SLICE_BYTES, frame.length - written);
            response.write(Buffer.buffer(length).appendBytes(frame, written, length))
                    .onFailure(Outlet::ignoreGoneClient);
            written += length;
        }
        if (written == frame.length) {
            frame = NO_FRAME;
            written = 0;
        }
        waiting = frame.length > 0 || response.writeQueueFull();
        if (waiting) {
            timer = vertx().setTimer(patience.toMillis(), late -> whenStuck.run());
        }
        return !waiting;
    }

    private void goOn() {
        if (waiting) {
            cancelTimer();
            if (pump()) {
                whenFree.run();
            }
        }
    }

    /** Ends the answer: in order where everything was taken, else by closing the connection. */
    public void end() {
        cancelTimer();
        if (waiting) {
            cutOff();
        } else if (!response.ended()) {
            response.end().onFailure(Outlet::ignoreGoneClient);
        }
    }

    /** Closes the connection at once: in order it would first wait for what is queued to be taken, and that may never happen. */
    public void cutOff() {
        cancelTimer();
        waiting = false;
        frame = NO_FRAME;
        if (routing.request().connection() instanceof ConnectionBase connection
                && routing.request().version() != HttpVersion.HTTP_2) {
            connection.channel().close();
        } else {
            response.reset();
        }
    }

    private void cancelTimer() {
        if (timer != NO_TIMER) {
            vertx().cancelTimer(timer);
            timer = NO_TIMER;
        }
    }

    private Vertx vertx() {
        return routing.vertx();
    }

    /** The end of the request tells the stream. */
    private static void ignoreGoneClient(Throwable gone) {}
}
