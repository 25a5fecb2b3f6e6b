package org.entente.http;

import java.time.Duration;

record BodyLimits(long bodyBytesMax, long bodiesBytesMax) implements HttpSettings {

    @Override
    public Duration refusedBodyGrace() {
        return Duration.ofSeconds(1);
    }

    @Override
    public Duration bodyTimeout() {
        return Duration.ofSeconds(1);
    }
}
