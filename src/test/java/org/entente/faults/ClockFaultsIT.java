package org.entente.faults;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Two exchanges whose clocks are set while they run, by libfaketime. PostgreSQL and Kafka keep theirs. */
class ClockFaultsIT extends Faults {

    private static final List<Path> LIBRARIES = List.of(
            Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1"),
            Path.of("/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1"));

    private Path clock;

    @Override
    Stage stage(String name) throws Exception {
        Optional<Path> library = LIBRARIES.stream().filter(Files::exists).findFirst();
        assumeTrue(library.isPresent(), "libfaketime is not installed (Debian: faketime)");
        Stage stage = new Stage(name, size(2, 1, name));
        clock = stage.folder.resolve("clock");
        set("+0");
        for (Exchange exchange : stage.exchanges) {
            exchange.with("LD_PRELOAD", library.orElseThrow().toString())
                    .with("FAKETIME_TIMESTAMP_FILE", clock.toString())
                    .with("FAKETIME_CACHE_DURATION", "1")
                    // As the system's own: a clock that is set leaves the time since the start alone.
                    .with("FAKETIME_DONT_FAKE_MONOTONIC", "1");
        }
        return stage;
    }

    @Test
    void setBackAnHour() throws Exception {
        load().under("clock-back", "clock of both exchanges set back an hour", () -> {
            set("-3600s");
            Load.keepFor(Duration.ofSeconds(20));
        });
        load().under("clock-forth", "clock of both exchanges set right again", () -> {
            set("+0");
            Load.keepFor(Duration.ofSeconds(20));
        });
    }

    private void set(String offset) throws Exception {
        Files.writeString(clock, offset + "\n");
    }
}
