package org.entente.relay;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.entente.release.Released;
import org.entente.release.event.FeedEvents;
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

    private static final DateTimeFormatter MICROSECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private final FeedEvents events;
    private final List<Header> constant;
    private @Nullable Alike alike;

    /**
     * @param sealKey the secret of this exchange; the same key gives the same event ids
     * @param source the CloudEvents source of all events
     */
    FeedRecords(String sealKey, String source) {
        this.events = new FeedEvents(sealKey);
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
        feedRecord.headers().add(header("ce_id", events.of(released).id()));
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
