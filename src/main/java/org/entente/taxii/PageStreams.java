package org.entente.taxii;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.util.concurrent.atomic.AtomicInteger;
import org.entente.gate.Places;
import org.entente.gate.Watch;
import org.entente.taxii.Selection.Endpoint;

/** The long pages that this instance is sending, and how many there may be. Thread safe. */
@ApplicationScoped
class PageStreams {

    private final CollectionReader reader;
    private final Answers answers;
    private final TaxiiConfig config;
    private final Watch watch;
    private final Places places;
    private final AtomicInteger underWay = new AtomicInteger();

    PageStreams(CollectionReader reader, Answers answers, TaxiiConfig config, Watch watch, MeterRegistry meters) {
        this.reader = reader;
        this.answers = answers;
        this.config = config;
        this.watch = watch;
        this.places = new Places(config.streamsPerPartner(), config.streamsMax());
        meters.gauge("entente.taxii.streams", underWay);
    }

    /**
     * Answers with a page: at once where it is there as a whole; else by sending it, until either side ends that or the caller would
     * not be let in any more. Fails with 429 or 503 when too many are being sent.
     *
     * <p>Reading the page and sending it are not one chain, which would hold what the page was made of for as long as its reader takes.
     *
     * @return nothing, once a page was sent: it is written past the REST layer, which cannot wait for a reader
     */
    Uni<Response> answer(Uni<ReleasedPage> read, Endpoint endpoint, Recipient recipient) {
        return Uni.createFrom()
                .emitter(answer -> read.invoke(page -> page.rest().ifPresent(this::take))
                        .subscribe()
                        .with(
                                page -> page.rest()
                                        .ifPresentOrElse(
                                                rest -> send(page, rest, recipient, () -> answer.complete(null)),
                                                () -> answer.complete(answers.page(endpoint, page))),
                                answer::fail));
    }

    private void take(PageRest rest) {
        places.take(rest.reader());
        underWay.incrementAndGet();
    }

    private void send(ReleasedPage page, PageRest rest, Recipient recipient, Runnable whenEnded) {
        new PageStream(page, rest, reader, config, recipient)
                .start(answers.headers(page), end -> watch.over(recipient.admission(), end), () -> {
                    places.leave(rest.reader());
                    underWay.decrementAndGet();
                    whenEnded.run();
                });
    }
}
