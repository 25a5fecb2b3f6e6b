package org.entente.trace;

import io.opentelemetry.api.common.AttributeKey;

/** What a step may say of itself besides its name and its times: numbers, of these and nothing else. */
public enum Figure {
    /** Bytes of a body. */
    BYTES("entente.bytes"),
    /** Objects that the step was about. */
    OBJECTS("entente.objects"),
    /** Records for all partners together. */
    RECORDS("entente.records"),
    /** Of the answer. */
    STATUS("http.response.status_code");

    private final AttributeKey<Long> key;

    Figure(String name) {
        this.key = AttributeKey.longKey(name);
    }

    AttributeKey<Long> key() {
        return key;
    }
}
