package org.entente;

import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/**
 * The addresses and keys of the embedded services, as configuration.
 *
 * <p>A source of its own rather than system properties, since those are shown by many a tool and these hold passwords. Above
 * {@code application.properties} (250) and below the environment (300), so that an administrator can still set, say, another
 * certificate. Thread-safe.
 */
public final class StandaloneConfigSource implements ConfigSource {
    private static final int ORDINAL = 260;
    private static volatile Map<String, String> values = Map.of();

    /** What every instance answers from now on; called before Quarkus reads what the run is configured by. */
    static void provide(Map<String, String> configuration) {
        values = Map.copyOf(configuration);
    }

    @Override
    public Set<String> getPropertyNames() {
        return values.keySet();
    }

    @Override
    public @Nullable String getValue(String propertyName) {
        return values.get(propertyName);
    }

    @Override
    public String getName() {
        return "embedded services";
    }

    @Override
    public int getOrdinal() {
        return ORDINAL;
    }
}
