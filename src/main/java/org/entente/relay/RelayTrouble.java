package org.entente.relay;

/** Kafka, the database or another part failed a shard; it starts anew from what was committed. */
final class RelayTrouble extends RuntimeException {

    private static final long serialVersionUID = 1L;

    RelayTrouble(String message, Throwable cause) {
        super(message, cause);
    }

    RelayTrouble(String message) {
        super(message);
    }
}
