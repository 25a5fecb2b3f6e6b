package org.entente.feed;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.entente.http.CursorSeal;
import org.entente.http.ProblemException;
import org.entente.party.PartnerId;

/** Makes and opens the ids of events: sealed places, each good for one partner. All are of one length. Thread safe. */
@ApplicationScoped
class FeedCursors {

    private static final int PLACES = 2;

    private final CursorSeal seal;

    FeedCursors(@ConfigProperty(name = "entente.seal-key") String sealKey) {
        this.seal = new CursorSeal(sealKey, "feed");
    }

    String seal(Place place, PartnerId reader) {
        return seal.seal(
                new long[] {place.position(), place.owes() ? ~place.recall() : place.recall()}, reader.value());
    }

    /** @throws ProblemException 400 when this exchange did not give the reader this id */
    Place open(String id, PartnerId reader) {
        return seal.open(id, PLACES, reader.value())
                .map(places -> places[1] < 0 ? new Place(places[0], ~places[1], true) : new Place(places[0], places[1]))
                .orElseThrow(FeedCursors::unknown);
    }

    /** The one answer for ids that are forged, another's, or of a log that is no more. */
    static ProblemException unknown() {
        return ProblemException.invalidParameter(
                "Last-Event-ID is not the id of an event you were given here. Start again with from.");
    }
}
