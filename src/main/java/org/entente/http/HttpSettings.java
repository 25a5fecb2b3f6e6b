package org.entente.http;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Limits of HTTP requests, keys {@code entente.http.*}. */
@ConfigMapping(prefix = "entente.http")
public interface HttpSettings {

    /** The greatest ceiling of {@link #bodyBytesMax}; {@code quarkus.rest.input-buffer-size} is fixed above it. */
    long BODY_BYTES_CEILING = 256L << 20;

    /**
     * The largest body taken, in bytes, as sent and once decoded; a larger one is answered with 413. Range 1024 to
     * 268435456. One such body may be held in memory for each request under way. {@code quarkus.http.limits.max-body-size}
     * follows it.
     */
    @WithDefault("67108864")
    long bodyBytesMax();

    /**
     * The bytes of all bodies under way together, as sent and as decoded; more are answered with 503. Partners leave a quarter of it
     * to operators, and one partner has at most half of what partners have, or room for two of the largest bodies if that is more.
     * At least four thirds of {@link #bodyBytesMax}; from four times on one partner cannot take what all have. While a body is
     * decoded and parsed it takes up to three times its size of memory.
     */
    @WithDefault("268435456")
    long bodiesBytesMax();

    /**
     * How long the rest of a refused body is still read, so that a client which only reads after it has written gets its
     * answer; then the connection is closed.
     */
    @WithDefault("PT30S")
    Duration refusedBodyGrace();

    /** How long a body may take to arrive, else 408 and the connection is closed. */
    @WithDefault("PT5M")
    Duration bodyTimeout();
}
