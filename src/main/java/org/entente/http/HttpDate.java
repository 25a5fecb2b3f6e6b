package org.entente.http;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** When an answer was made, as its header {@code Date} has it (RFC 9110 §5.6.7). Thread safe. */
@ApplicationScoped
class HttpDate {

    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final Clock clock;
    private volatile Written last = Written.at(0);

    HttpDate(Clock clock) {
        this.clock = clock;
    }

    /** Made once a second. */
    private record Written(long second, String text) {

        static Written at(long second) {
            return new Written(second, FORMAT.format(Instant.ofEpochSecond(second)));
        }
    }

    String now() {
        long second = clock.instant().getEpochSecond();
        Written written = last;
        if (written.second() != second) {
            written = Written.at(second);
            last = written;
        }
        return written.text();
    }
}
