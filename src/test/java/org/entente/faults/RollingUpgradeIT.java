package org.entente.faults;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Two exchanges of an older build, replaced by this one's one after the other, on one database and under load. */
class RollingUpgradeIT extends Faults {

    private static final String OLDER = System.getProperty("faults.older.jar", "");
    private static final Duration SIDE_BY_SIDE = Duration.ofSeconds(30);

    @Override
    Stage stage(String name) throws Exception {
        assumeTrue(
                !OLDER.isBlank() && Files.exists(Path.of(OLDER)),
                "No older build to upgrade from: -Dfaults.older.jar, see docs/faults.md");
        Stage stage = new Stage(name, size(2, 1, name));
        stage.exchanges.forEach(exchange -> exchange.of(Path.of(OLDER)));
        return stage;
    }

    @Test
    void replacedOneByOne() throws Exception {
        Path newer = Path.of(System.getProperty("entente.test.jar", "target/quarkus-app/quarkus-run.jar"));
        load().under("upgrade", "rolling upgrade: both exchanges replaced, 30 s with one of each version", () -> {
            for (Exchange exchange : stage().exchanges) {
                exchange.stop();
                exchange.of(newer).start();
                exchange.awaitReady();
                load().keepFor(SIDE_BY_SIDE);
            }
        });
    }
}
