package org.entente.console;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The operators' console, keys {@code entente.console.*}. */
@ConfigMapping(prefix = "entente.console")
public interface ConsoleSettings {

    /** How long a session lasts in which nothing is asked for, PT1M to PT24H; then its operator signs in again. */
    @WithDefault("PT30M")
    Duration sessionIdle();

    /** How long a session lasts at most, whatever is asked for, PT5M to P7D. */
    @WithDefault("PT10H")
    Duration sessionLifetime();
}
