package org.entente.taxii;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.entente.http.Outage;
import org.entente.http.Outlet;
import org.entente.http.ProblemException;
import org.entente.log.Outline;
import org.entente.release.Released;
import org.entente.taxii.CollectionReader.Part;
import org.jboss.logging.Logger;

/**
 * One long page on its way to one reader: reads a part, writes it as fast as the reader takes it, reads the next. A reader that does
 * not take a part at once has the rest of it let go, and read again when it goes on, so that it costs the memory of one object
 * and of the connection's own queue, whatever the page holds. What cannot be sent whole breaks off, so that nobody takes it for whole.
 * Everything happens on one context.
 */
final class PageStream {

    /** Long enough for a reader that does read, on a busy machine too; short enough that what the others hold does not add up. */
    private static final long LET_GO_AFTER_MILLIS = 1_000;

    private static final long PART_BYTES_MIN = 16 << 10;
    private static final long PART_BYTES_MAX = 1 << 20;
    private static final long NO_TIMER = -1;

    private static final Logger LOG = Logger.getLogger(PageStream.class);

    private final Optional<String> nextPage;
    private final PageRest rest;
    private final PageBody body;
    private final CollectionReader reader;
    private final TaxiiConfig config;
    private final RoutingContext routing;
    private final Vertx vertx;
    private final Context context;
    private final Outlet outlet;
    private List<Released> part;
    private int partEnd;
    private int sent;
    private int place;
    private boolean begun;
    private boolean closing;
    private boolean ended;
    private long partBytes = PART_BYTES_MAX / 2;
    private long letGo = NO_TIMER;
    private long lifetime = NO_TIMER;
    private Runnable unwatch = () -> {};
    private Runnable whenEnded = () -> {};

    /** @param page with a rest */
    PageStream(ReleasedPage page, PageRest rest, CollectionReader reader, TaxiiConfig config, Recipient recipient) {
        this.nextPage = page.next();
        this.rest = rest;
        this.body = new PageBody(rest.ask().selection().endpoint());
        this.reader = reader;
        this.config = config;
        this.routing = recipient.routing();
        this.vertx = routing.vertx();
        this.context = recipient.context();
        this.outlet = new Outlet(routing, context, config.writeTimeout(), this::goOn, this::stuck);
        this.part = new ArrayList<>(page.objects());
        this.partEnd = rest.from();
    }

    /**
     * @param headers what is said before the body, and where only that is asked for, all that is said
     * @param watching is given how to end this answer, and gives how to say that it has ended
     * @param whenEnded called once
     */
    void start(Map<String, String> headers, UnaryOperator<Runnable> watching, Runnable whenEnded) {
        context.runOnContext(on -> {
            this.whenEnded = whenEnded;
            routing.addEndHandler(gone -> end());
            if (routing.response().closed()) {
                close();
                return;
            }
            routing.response().setStatusCode(200);
            headers.forEach(routing.response()::putHeader);
            if (routing.request().method().equals(HttpMethod.HEAD)) {
                finish();
                return;
            }
            outlet.open();
            unwatch = watching.apply(this::end);
            lifetime = vertx.setTimer(config.pageDurationMax().toMillis(), over -> close());
            holdForAWhile();
            if (outlet.send(body.opening(nextPage))) {
                goOn();
            }
        });
    }

    /** From any thread. */
    private void end() {
        context.runOnContext(on -> close());
    }

    private void goOn() {
        while (!ended && !closing && sent < part.size()) {
            Released object = part.get(sent++);
            place = outline().after(object.position());
            if (!outlet.send(framed(body.item(object)))) {
                return;
            }
        }
        if (!ended) {
            next();
        }
    }

    private byte[] framed(byte[] item) {
        if (!begun) {
            begun = true;
            return item;
        }
        byte[] frame = new byte[item.length + 1];
        frame[0] = ',';
        System.arraycopy(item, 0, frame, 1, item.length);
        return frame;
    }

    /** From when it was read, however the reader takes it: what is recalled meanwhile must not go out for long. */
    private void holdForAWhile() {
        vertx.cancelTimer(letGo);
        letGo = vertx.setTimer(LET_GO_AFTER_MILLIS, late -> letGo());
    }

    /** What follows is read again from the place after what was sent last. */
    private void letGo() {
        if (sent < part.size()) {
            part = List.of();
            sent = 0;
            partEnd = place;
        }
        partBytes = PART_BYTES_MIN;
    }

    private void next() {
        vertx.cancelTimer(letGo);
        part = List.of();
        sent = 0;
        place = partEnd;
        if (closing) {
            finish();
        } else if (place == outline().size()) {
            closing = true;
            if (outlet.send(body.closing())) {
                finish();
            }
        } else {
            reader.part(rest.ask(), outline(), place, partBytes)
                    .subscribe()
                    .with(
                            read -> context.runOnContext(on -> arrived(read)),
                            failure -> context.runOnContext(on -> failed(failure)));
            partBytes = Math.min(2 * partBytes, PART_BYTES_MAX);
        }
    }

    private Outline outline() {
        return rest.outline();
    }

    private void arrived(Part read) {
        part = read.objects();
        partEnd = read.end();
        holdForAWhile();
        goOn();
    }

    private void failed(Throwable failure) {
        if (!ended) {
            String message = "A page was broken off; partnerId=%s cause=%s";
            Object partner = rest.reader();
            if (Outage.isOne(failure) || failure instanceof ProblemException) {
                LOG.infof(message, partner, failure.getMessage());
            } else {
                LOG.errorf(failure, message, partner, failure.getMessage());
            }
            close();
        }
    }

    private void stuck() {
        LOG.infof("A reader of a page took nothing for too long; partnerId=%s", rest.reader());
        close();
    }

    private void finish() {
        if (!ended) {
            outlet.end();
            over();
        }
    }

    /** Without an end in order the reader's client sees that the page is not whole. */
    private void close() {
        if (!ended) {
            outlet.cutOff();
            over();
        }
    }

    private void over() {
        ended = true;
        part = List.of();
        vertx.cancelTimer(letGo);
        vertx.cancelTimer(lifetime);
        unwatch.run();
        whenEnded.run();
    }
}
