package org.entente.feed;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.entente.gate.Places;
import org.entente.gate.Watch;
import org.entente.http.ProblemException;
import org.entente.log.LogReader;
import org.entente.log.RecallLog;
import org.entente.partner.Admission;
import org.entente.party.PartnerId;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * All streams of this instance: how many there are, and when they look again. One look at the log serves all of them, so that a
 * thousand idle streams cost as little as one. Thread safe.
 */
@ApplicationScoped
class Streams {

    private static final Logger LOG = Logger.getLogger(Streams.class);

    private final FeedReader reader;
    private final FeedCursors cursors;
    private final FeedConfig config;
    private final LogReader log;
    private final RecallLog recalls;
    private final Watch watch;
    private final Turns turns;
    private final Places places;
    private final Set<FeedStream> open = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean looking = new AtomicBoolean();
    private final AtomicBoolean lookAgain = new AtomicBoolean();
    private final AtomicBoolean blind = new AtomicBoolean();
    private volatile @Nullable Cancellable polling;

    Streams(
            FeedReader reader,
            FeedCursors cursors,
            FeedConfig config,
            LogReader log,
            RecallLog recalls,
            Watch watch,
            MeterRegistry meters) {
        this.reader = reader;
        this.cursors = cursors;
        this.config = Bounds.checked(config);
        this.log = log;
        this.recalls = recalls;
        this.watch = watch;
        this.turns = new Turns(config.pagesMax());
        this.places = new Places(config.streamsPerPartner(), config.streamsMax());
        meters.gauge("entente.feed.streams", open, Set::size);
    }

    void start(@Observes StartupEvent event) {
        log.onSequenced(this::look);
        recalls.onRecalled(this::look);
        polling = Multi.createFrom()
                .ticks()
                .every(config.pollInterval())
                .onOverflow()
                .drop()
                .subscribe()
                .with(tick -> look(), failed -> LOG.error("Streams are no longer looked after", failed));
    }

    void stop(@Observes ShutdownEvent event) {
        Cancellable ticks = polling;
        if (ticks != null) {
            ticks.cancel();
        }
        open.forEach(FeedStream::end);
    }

    /**
     * Takes a place among the streams, which {@link #leave} gives back.
     *
     * @throws ProblemException 429 when the partner has as many as it may, 503 when there are as many as there may be
     */
    void admit(PartnerId partner) {
        places.take(partner);
    }

    void leave(PartnerId partner) {
        places.leave(partner);
    }

    /** Streams to a caller that was admitted, until either side ends it or the caller would not be let in any more. */
    void open(Asked asked, Place place, Admission admission, RoutingContext routing, Runnable whenEnded) {
        FeedStream[] self = new FeedStream[1];
        FeedStream stream = new FeedStream(asked, place, reader, turns, config, routing, () -> {
            open.remove(self[0]);
            leave(asked.partner());
            whenEnded.run();
        });
        self[0] = stream;
        open.add(stream);
        stream.start(EventFrame.opening(cursors.seal(place, asked.partner())), end -> watch.over(admission, end));
    }

    /** One look at a time; what comes up meanwhile is seen by the next. */
    private void look() {
        if (open.isEmpty()) {
            return;
        }
        lookAgain.set(true);
        if (looking.compareAndSet(false, true)) {
            lookAgain.set(false);
            reader.tide().subscribe().with(this::seen, this::unseen);
        }
    }

    private void seen(FeedReader.Tide tide) {
        blind.set(false);
        open.forEach(stream -> stream.look(tide));
        looked();
    }

    private void unseen(Throwable failure) {
        if (blind.compareAndSet(false, true)) {
            LOG.warnf("Streams stand still until the database answers again cause=%s", failure);
        }
        looking.set(false);
    }

    private void looked() {
        looking.set(false);
        if (lookAgain.get()) {
            look();
        }
    }
}
