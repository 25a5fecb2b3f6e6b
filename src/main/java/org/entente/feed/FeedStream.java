package org.entente.feed;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.entente.feed.Batch.Frame;
import org.entente.feed.FeedReader.Tide;
import org.entente.http.Outage;
import org.entente.http.Outlet;
import org.entente.party.PartnerId;
import org.jboss.logging.Logger;

/**
 * One client's stream: reads a page, writes it as fast as the client takes it, and rests until there may be more. When the
 * client makes it wait, the rest of the page is let go, and what follows is read and decided anew. Everything happens on one
 * context; only {@link #look} and {@link #end} may be called from any thread.
 */
final class FeedStream {

    private static final Logger LOG = Logger.getLogger(FeedStream.class);

    private final Asked asked;
    private final FeedReader reader;
    private final Turns turns;
    private final FeedConfig config;
    private final Context context;
    private final Vertx vertx;
    private final Outlet outlet;
    private final RoutingContext routing;
    private final Runnable whenEnded;
    private Place place;
    private int window;
    private boolean busy;
    private boolean ended;
    private boolean lookedBehind;
    private long heartbeat;
    private long lifetime;
    private Runnable unwatch = () -> {};

    FeedStream(
            Asked asked,
            Place place,
            FeedReader reader,
            Turns turns,
            FeedConfig config,
            RoutingContext routing,
            Runnable whenEnded) {
        this.asked = asked;
        this.place = place;
        this.reader = reader;
        this.turns = turns;
        this.config = config;
        this.vertx = routing.vertx();
        this.context = vertx.getOrCreateContext();
        this.outlet = new Outlet(routing, context, config.writeTimeout(), this::round, this::stuck);
        this.routing = routing;
        this.whenEnded = whenEnded;
        this.window = config.pageEntries();
        routing.addEndHandler(gone -> end());
    }

    PartnerId partner() {
        return asked.partner();
    }

    /**
     * @param opening the first bytes
     * @param watching is given how to end this stream, and gives how to say that it has ended
     */
    void start(byte[] opening, UnaryOperator<Runnable> watching) {
        context.runOnContext(on -> {
            if (routing.response().closed()) {
                close();
                return;
            }
            open();
            unwatch = watching.apply(this::end);
            heartbeat = vertx.setPeriodic(
                    config.heartbeatInterval().toMillis(), beat -> outlet.sendBetween(EventFrame.heartbeat()));
            lifetime = vertx.setTimer(config.durationMax().toMillis(), over -> close());
            busy = true;
            if (outlet.send(opening)) {
                round();
            }
        });
    }

    private void open() {
        routing.response()
                .setStatusCode(200)
                .putHeader("Content-Type", "text/event-stream")
                // A proxy in between that gathers before it passes on would hold events back.
                .putHeader("X-Accel-Buffering", "no");
        outlet.open();
    }

    /** There may be something to send, or a reason to end. */
    void look(Tide tide) {
        context.runOnContext(on -> {
            if (!tide.decisions().reads(asked.partner())) {
                close();
            } else if (busy) {
                lookedBehind = true;
            } else if (place.isBehind(tide.end())) {
                round();
            }
        });
    }

    void end() {
        context.runOnContext(on -> close());
    }

    private void round() {
        if (ended) {
            return;
        }
        busy = true;
        lookedBehind = false;
        turns.ask(() -> context.runOnContext(on -> read()));
    }

    private void read() {
        if (ended) {
            turns.done();
            return;
        }
        reader.next(asked, place, window)
                .subscribe()
                .with(
                        batch -> context.runOnContext(on -> arrived(batch)),
                        failure -> context.runOnContext(on -> failed(failure)));
    }

    private void arrived(Optional<Batch> batch) {
        if (ended || batch.isEmpty()) {
            turns.done();
            close();
            return;
        }
        send(batch.get());
        turns.done();
    }

    private void send(Batch batch) {
        int sent = 0;
        for (Frame frame : batch.frames()) {
            sent++;
            place = frame.after();
            if (!outlet.send(frame.bytes())) {
                // As much as it took at once, next time.
                window = sent;
                return;
            }
        }
        window = (int) Math.min(config.pageEntries(), window * 2L);
        place = batch.reached();
        if (batch.more() || lookedBehind) {
            round();
        } else {
            busy = false;
        }
    }

    /** Nothing is lost: the next look tries again from the same place. */
    private void failed(Throwable failure) {
        turns.done();
        busy = false;
        if (Outage.isOne(failure)) {
            LOG.debugf("A stream could not be continued yet; partnerId=%s cause=%s", asked.partner(), failure);
        } else {
            LOG.errorf(failure, "A stream could not be continued; partnerId=%s", asked.partner());
            close();
        }
    }

    private void stuck() {
        LOG.infof("A reader of server-sent events took nothing for too long; partnerId=%s", asked.partner());
        close();
    }

    private void close() {
        if (ended) {
            return;
        }
        ended = true;
        vertx.cancelTimer(heartbeat);
        vertx.cancelTimer(lifetime);
        unwatch.run();
        outlet.end();
        whenEnded.run();
    }
}
