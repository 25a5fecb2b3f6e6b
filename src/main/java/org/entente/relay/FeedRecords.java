package org.entente.relay;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.entente.release.Released;
import org.entente.stix.StixId;
import org.jspecify.annotations.Nullable;

/**
 * Makes the Kafka record of a released object: CloudEvents 1.0, Kafka binding, binary mode. Key: the STIX id in UTF-8, value:
 * the content untouched. Nothing in it is derived from the log position.
 *
 * <p>Not thread safe: one for each shard. What is alike for all recipients of an object is made once, for as long as the same
 * object is asked for in a row.
 */
final class FeedRecords {

    static final String EVENT_TYPE = "org.entente.object.released.v1";
    static final String CONTENT_TYPE = "application/stix+json;version=2.1";

    /** Anything shorter could be guessed offline from event ids. */
    static final int SEAL_KEY_CHARACTERS_MIN = 32;

    /** Half a SHA-256 is beyond collision for any number of objects, and half the bytes in every record. */
    private static final int EVENT_ID_BYTES = 16;

    private static final DateTimeFormatter MICROSECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private final Mac eventIds;
    private final List<Header> constant;
    private @Nullable Alike alike;

    /**
     * @param sealKey the secret of this exchange; the same key gives the same event ids
     * @param source the CloudEvents source of all events
     */
    FeedRecords(String sealKey, String source) {
        if (sealKey.length() < SEAL_KEY_CHARACTERS_MIN) {
            throw new IllegalArgumentException(
                    "entente.seal-key must be a random secret of at least " + SEAL_KEY_CHARACTERS_MIN + " characters");
        }
        this.eventIds = macOf(sealKey);
        this.constant = List.of(
                header("ce_specversion", "1.0"),
                header("ce_source", source),
                header("ce_type", EVENT_TYPE),
                header("content-type", CONTENT_TYPE));
    }

    ProducerRecord<byte[], byte[]> recordOf(Released released) {
        Alike shared = alike;
        if (shared == null || !shared.isOf(released)) {
            shared = Alike.of(released);
            alike = shared;
        }
        ProducerRecord<byte[], byte[]> feedRecord = new ProducerRecord<>(
                TopicNames.feed(released.recipient(), released.feed()), shared.key(), released.content());
        constant.forEach(feedRecord.headers()::add);
        shared.headers().forEach(feedRecord.headers()::add);
        feedRecord.headers().add(header("ce_id", eventId(released)));
        return feedRecord;
    }

    /** About what the record takes up in a batch: content, key and headers. */
    static long bytesOf(ProducerRecord<byte[], byte[]> feedRecord) {
        long headers = 0;
        for (Header header : feedRecord.headers()) {
            headers += header.key().length() + header.value().length + 2L;
        }
        return headers + feedRecord.key().length + feedRecord.value().length;
    }

    /**
     * The same for the same recipient, object and version, for ever; tells nobody anything else. Contents of an object without
     * versions are told apart by what they are.
     */
    private String eventId(Released released) {
        String what = released.recipient() + "\n" + released.id() + "\n" + released.version();
        eventIds.update(what.getBytes(StandardCharsets.UTF_8));
        byte[] digest = eventIds.doFinal(released.versioned() ? new byte[0] : released.content());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest, EVENT_ID_BYTES));
    }

    /** A key of its own for this purpose, so that no other use of the seal key says anything about event ids. */
    private static Mac macOf(String sealKey) {
        try {
            Mac master = Mac.getInstance("HmacSHA256");
            master.init(new SecretKeySpec(sealKey.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            byte[] derived = master.doFinal("entente relay event id 1\n".getBytes(StandardCharsets.UTF_8));
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(derived, "HmacSHA256"));
            return mac;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("The platform has no HmacSHA256", impossible);
        }
    }

    private static Header header(String name, String value) {
        return new RecordHeader(name, value.getBytes(StandardCharsets.UTF_8));
    }

    /** What all recipients of one object in a row share. */
    private record Alike(StixId id, Instant version, Instant dateAdded, byte[] key, List<Header> headers) {

        static Alike of(Released released) {
            String id = released.id().toString();
            return new Alike(
                    released.id(),
                    released.version(),
                    released.dateAdded(),
                    id.getBytes(StandardCharsets.UTF_8),
                    List.of(
                            header("ce_subject", id),
                            header("ce_time", MICROSECONDS.format(released.dateAdded())),
                            header("ce_tlp", released.tlp().label().substring("TLP:".length()))));
        }

        /** The date added alone names the entry; the rest guards against a test clock that stands still. */
        boolean isOf(Released released) {
            return dateAdded.equals(released.dateAdded())
                    && id.equals(released.id())
                    && version.equals(released.version());
        }
    }
}
