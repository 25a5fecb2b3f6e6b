package org.entente.feed;

import java.util.ArrayList;
import java.util.List;

/**
 * One block of an event stream, read as WHATWG HTML §9.2.6 says.
 *
 * @param id the last there was; empty when none
 * @param type of the event; empty when none
 * @param data lines joined; empty when there is no event
 * @param comments whether the block holds a comment
 */
record ServerSentEvent(String id, String type, String data, boolean comments) {

    static ServerSentEvent parse(String block) {
        String id = "";
        String type = "";
        boolean comments = false;
        List<String> data = new ArrayList<>();
        for (String line : block.split("\r\n|\r|\n")) {
            int colon = line.indexOf(':');
            String field = colon < 0 ? line : line.substring(0, colon);
            String value = colon < 0 ? "" : line.substring(colon + 1);
            value = value.startsWith(" ") ? value.substring(1) : value;
            switch (field) {
                case "id" -> id = value;
                case "event" -> type = value;
                case "data" -> data.add(value);
                default -> comments |= line.startsWith(":");
            }
        }
        return new ServerSentEvent(id, type, String.join("\n", data), comments);
    }

    boolean isEvent() {
        return !data.isEmpty();
    }
}
