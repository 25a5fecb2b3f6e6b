package org.entente;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LogLevelsAtStartTest {

    private final Logger one = Logger.getLogger("levels.at.start.one");
    private final Logger other = Logger.getLogger("levels.at.start.other");

    /** The whole test run's. */
    private final java.util.logging.@Nullable Level rootLevel = root().getLevel();

    @AfterEach
    void rootLevelIsWhatItWas() {
        root().setLevel(rootLevel);
    }

    private static Logger root() {
        return Logger.getLogger("");
    }

    @Test
    void categoriesHaveTheirLevelsAndTheRestTheRoots() {
        // Given
        SmallRyeConfig config = config(
                Map.of("quarkus.log.level", "INFO", "quarkus.log.category.\"levels.at.start.one\".level", "DEBUG"));

        // When
        LogLevelsAtStart.apply(config);

        // Then
        assertThat(one.isLoggable(org.jboss.logmanager.Level.DEBUG)).isTrue();
        assertThat(one.isLoggable(org.jboss.logmanager.Level.TRACE)).isFalse();
        assertThat(other.isLoggable(org.jboss.logmanager.Level.INFO)).isTrue();
        assertThat(other.isLoggable(org.jboss.logmanager.Level.DEBUG)).isFalse();
    }

    @Test
    void whatIsNoLevelIsLeftForQuarkusToRefuse() {
        LogLevelsAtStart.apply(config(Map.of("quarkus.log.category.\"levels.at.start.other\".level", "loud")));

        assertThat(other.getLevel()).isNull();
    }

    private static SmallRyeConfig config(Map<String, String> values) {
        SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder();
        values.forEach(builder::withDefaultValue);
        return builder.build();
    }
}
