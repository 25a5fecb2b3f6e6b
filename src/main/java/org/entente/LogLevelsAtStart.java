package org.entente;

import io.smallrye.config.SmallRyeConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jboss.logmanager.LogContext;

/**
 * The levels of the configuration's log categories, before Quarkus sets them. Until it does, everything down to the finest trace is
 * wanted: the embedded broker and Hibernate would put it all into words, for a handler that throws it away.
 */
final class LogLevelsAtStart {
    private static final String ROOT = "quarkus.log.level";
    private static final String CATEGORY = "quarkus.log.category.\"";
    private static final String LEVEL = "\".level";

    /** Held, since a level is forgotten with a logger that nobody holds. */
    private static final List<Logger> HELD = new ArrayList<>();

    private LogLevelsAtStart() {}

    /** Once, before anything of size is started. */
    static void apply(SmallRyeConfig config) {
        set("", config.getOptionalValue(ROOT, String.class).orElse("INFO"));
        for (String name : config.getPropertyNames()) {
            if (name.startsWith(CATEGORY) && name.endsWith(LEVEL)) {
                config.getOptionalValue(name, String.class)
                        .ifPresent(
                                level -> set(name.substring(CATEGORY.length(), name.length() - LEVEL.length()), level));
            }
        }
    }

    private static void set(String category, String level) {
        Logger logger = Logger.getLogger(category);
        try {
            Level known = LogContext.getLogContext().getLevelForName(level);
            logger.setLevel(known);
            HELD.add(logger);
        } catch (IllegalArgumentException inherited) {
            // Or not a level at all, which Quarkus says.
        }
    }
}
