package org.entente.release.event;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.entente.log.Feed;
import org.entente.party.PartnerId;
import org.entente.stix.StixId;
import org.entente.stix.Tlp;

/**
 * One event of a partner's feed. Immutable; the data array is shared with others that get the same bytes, and must not be
 * changed.
 *
 * @param id opaque; the same for the same recipient and event, for ever, and another for every other recipient
 * @param type what happened
 * @param recipient whom it may be sent to
 * @param feed the feed it belongs to
 * @param subject the object, under the id by which the recipient knows it
 * @param time when the exchange added the object, or took it back
 * @param tlp effective TLP of what is sent; none where no object is sent
 * @param view whether the object is as submitted; none where no object is sent
 * @param dataType media type of the data
 * @param data the object's bytes, or those of the recall
 */
public record FeedEvent(
        String id,
        EventType type,
        PartnerId recipient,
        Feed feed,
        StixId subject,
        Instant time,
        Optional<Tlp> tlp,
        Optional<SentView> view,
        String dataType,
        byte[] data) {

    /** The media type of objects. */
    public static final String STIX = "application/stix+json;version=2.1";

    /** The media type of recalls. */
    public static final String JSON = "application/json";

    private static final DateTimeFormatter MICROSECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    /** What of an object is sent. */
    public enum SentView {
        /** The bytes as submitted. */
        ORIGINAL,
        /** What the recipient's policy leaves of them. */
        REDACTED;

        private final String label = name().toLowerCase(java.util.Locale.ROOT);

        /** {@code original} or {@code redacted}. */
        public String label() {
            return label;
        }
    }

    /** The time as attributes have it: RFC 3339 with six fraction digits. */
    public static String format(Instant time) {
        return MICROSECONDS.format(time);
    }

    /** The TLP as attributes have it: {@code CLEAR} to {@code RED}. */
    public static String format(Tlp tlp) {
        return tlp.label().substring("TLP:".length());
    }
}
