package org.entente.faults;

import org.entente.faults.Stage.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/**
 * Faults that share a stage and the work on it: what one leaves behind, the next ones meet, and all of it is held against the
 * ledger at the end. After one that failed the next begins on a stage of its own.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class Faults {

    private @Nullable Load load;

    /** Whatever the faults need, not started. */
    abstract Stage stage(String name) throws Exception;

    /** Characters by which every object is longer than it need be. */
    int padding() {
        return 0;
    }

    final Load load() {
        if (load == null) {
            throw new IllegalStateException("Nothing is started");
        }
        return load;
    }

    final Stage stage() {
        return load().stage;
    }

    @BeforeEach
    final void work() throws Exception {
        Load before = load;
        if (before != null && !before.isSpoilt()) {
            return;
        }
        load = null;
        if (before != null) {
            before.close();
        }
        Stage stage = stage(getClass().getSimpleName());
        try {
            load = new Load(stage.start(), padding()).begin();
        } finally {
            if (load == null) {
                stage.close();
            }
        }
    }

    @AfterAll
    final void holdAgainstLedger() throws Exception {
        Load last = load;
        if (last == null) {
            return;
        }
        try (last) {
            if (!last.isSpoilt()) {
                last.finish();
            }
        }
    }

    static Size size(int exchanges, int brokers, String name) {
        return Size.of(exchanges, brokers, name);
    }
}
