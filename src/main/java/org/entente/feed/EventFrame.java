package org.entente.feed;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.entente.release.event.FeedEvent;

/**
 * Writes an event as a server-sent event (WHATWG HTML §9.2.6) whose data is a CloudEvent in structured mode (CloudEvents 1.0, JSON
 * format).
 *
 * <p>The object stands in it last and byte for byte. A line feed in it begins a further {@code data:} line, which its reader turns
 * into a line feed again. A carriage return would come out as a line feed, so an object that has any goes as {@code data_base64}.
 */
final class EventFrame {

    private static final byte[] NEXT_LINE = ascii("\ndata: ");

    /** Before the first event: how soon to connect again, in milliseconds, and where from. An id alone is no event. */
    static byte[] opening(String cursor) {
        return ascii("retry: 2000\nid: " + cursor + "\n\n");
    }

    /** A comment: keeps what is in between from taking the connection for dead. */
    static byte[] heartbeat() {
        return ascii(":\n\n");
    }

    private EventFrame() {}

    /**
     * @param cursor of the place after the event
     * @param source the CloudEvents source of all events
     */
    static byte[] of(FeedEvent event, String cursor, String source) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(event.data().length + 640);
        out.writeBytes(ascii("event: " + event.type().label() + "\nid: " + cursor + "\ndata: "));
        out.writeBytes(attributes(event, source));
        if (holdsCarriageReturn(event.data())) {
            out.writeBytes(ascii(",\"data_base64\":\""));
            out.writeBytes(Base64.getEncoder().encode(event.data()));
            out.writeBytes(ascii("\"}\n\n"));
        } else {
            out.writeBytes(ascii(",\"data\":"));
            writeLines(event.data(), out);
            out.writeBytes(ascii("}\n\n"));
        }
        return out.toByteArray();
    }

    private static byte[] attributes(FeedEvent event, String source) {
        StringBuilder json = new StringBuilder(512).append("{\"specversion\":\"1.0\"");
        attribute(json, "id", event.id());
        attribute(json, "source", source);
        attribute(json, "type", event.type().label());
        attribute(json, "subject", event.subject().toString());
        attribute(json, "time", FeedEvent.format(event.time()));
        event.tlp().ifPresent(tlp -> attribute(json, "tlp", FeedEvent.format(tlp)));
        event.view().ifPresent(view -> attribute(json, "view", view.label()));
        attribute(json, "feed", event.feed().label());
        attribute(json, "datacontenttype", event.dataType());
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void attribute(StringBuilder json, String name, String value) {
        json.append(",\"")
                .append(name)
                .append("\":\"")
                .append(JsonStringEncoder.getInstance().quoteAsString(value))
                .append('"');
    }

    private static boolean holdsCarriageReturn(byte[] data) {
        for (byte found : data) {
            if (found == '\r') {
                return true;
            }
        }
        return false;
    }

    private static void writeLines(byte[] data, ByteArrayOutputStream out) {
        int start = 0;
        for (int i = 0; i < data.length; i++) {
            if (data[i] == '\n') {
                out.write(data, start, i - start);
                out.writeBytes(NEXT_LINE);
                start = i + 1;
            }
        }
        out.write(data, start, data.length - start);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
