package org.entente.relay;

import java.util.Optional;
import java.util.UUID;

/**
 * How far a replay has come.
 *
 * @param position the last entry dealt with
 * @param sent records on the topic
 * @param skipped entries it may have that could not be sent
 */
record ReplayPlace(long position, long sent, long skipped) {

    private static final String FORMAT = "1";

    /** The rest of what the position, as an offset, is committed with. */
    String metadata(UUID replay) {
        return String.join(";", FORMAT, replay.toString(), Long.toString(sent), Long.toString(skipped));
    }

    /** Reads {@link #metadata}; empty when it is another replay's. */
    static Optional<ReplayPlace> of(UUID replay, long position, String metadata) {
        String[] parts = metadata.split(";", -1);
        return parts.length == 4 && parts[0].equals(FORMAT) && parts[1].equals(replay.toString())
                ? Optional.of(new ReplayPlace(position, Long.parseLong(parts[2]), Long.parseLong(parts[3])))
                : Optional.empty();
    }

    ReplayPlace at(long reached) {
        return new ReplayPlace(reached, sent, skipped);
    }

    ReplayPlace oneSent() {
        return new ReplayPlace(position, sent + 1, skipped);
    }

    ReplayPlace oneSkipped() {
        return new ReplayPlace(position, sent, skipped + 1);
    }
}
