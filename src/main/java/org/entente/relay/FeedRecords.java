package org.entente.relay;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.entente.release.Recalled;
import org.entente.release.Released;
import org.entente.release.event.FeedEvent;
import org.entente.release.event.FeedEvents;
import org.entente.stix.StixId;
import org.jspecify.annotations.Nullable;

/**
 * Makes the Kafka record of an event: CloudEvents 1.0, Kafka binding, binary mode. Key: the STIX id in UTF-8, value: the data
 * untouched. Nothing in it is derived from the log position. Not thread safe: one for each shard.
 */
final class FeedRecords {

    private final FeedEvents events;
    private final List<Header> constant;
    private @Nullable Shared last;

    /**
     * @param sealKey the secret of this exchange; the same key gives the same event ids
     * @param source the CloudEvents source of all events
     */
    FeedRecords(String sealKey, String source) {
        this.events = new FeedEvents(sealKey);
        this.constant = List.of(header("ce_specversion", "1.0"), header("ce_source", source));
    }

    /** @param sequence of the record on its feed */
    ProducerRecord<byte[], byte[]> recordOf(Released released, long sequence) {
        return recordOf(events.of(released), sequence);
    }

    /** @param sequence of the record on its feed */
    ProducerRecord<byte[], byte[]> recordOf(Recalled recalled, long sequence) {
        return recordOf(events.of(recalled), sequence);
    }

    private ProducerRecord<byte[], byte[]> recordOf(FeedEvent event, long sequence) {
        Shared same = shared(event);
        ProducerRecord<byte[], byte[]> feedRecord =
                new ProducerRecord<>(TopicNames.feed(event.recipient(), event.feed()), same.key(), event.data());
        Headers headers = feedRecord.headers();
        constant.forEach(headers::add);
        headers.add(header("ce_id", event.id()));
        headers.add(header("ce_type", event.type().label()));
        headers.add(same.subjectHeader());
        headers.add(same.timeHeader());
        headers.add(header("ce_sequence", String.valueOf(sequence)));
        event.tlp().ifPresent(tlp -> headers.add(header("ce_tlp", FeedEvent.format(tlp))));
        event.view().ifPresent(view -> headers.add(header("ce_view", view.label())));
        headers.add(header("content-type", event.dataType()));
        return feedRecord;
    }

    /** What the records of one object to all who get it have in common. */
    private record Shared(StixId subject, Instant time, byte[] key, Header subjectHeader, Header timeHeader) {

        static Shared of(FeedEvent event) {
            String subject = event.subject().toString();
            return new Shared(
                    event.subject(),
                    event.time(),
                    subject.getBytes(StandardCharsets.UTF_8),
                    header("ce_subject", subject),
                    header("ce_time", FeedEvent.format(event.time())));
        }

        boolean fits(FeedEvent event) {
            return event.subject().equals(subject) && event.time().equals(time);
        }
    }

    private Shared shared(FeedEvent event) {
        Shared known = last;
        Shared same = known != null && known.fits(event) ? known : Shared.of(event);
        last = same;
        return same;
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
}
