package org.entente;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatementCacheTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM held_object WHERE held_id = $1",
                "  SELECT r.*, count(*) AS told FROM recall r",
                "select h.* from held_object h"
            })
    void aStatementThatSelectsWhateverColumnsThereAreIsNotKept(String statement) {
        // When
        boolean kept = StatementCache.keeps(statement);

        // Then
        assertThat(kept).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT count(*) FROM log_entry",
                "INSERT INTO submission SELECT * FROM unnest($1::uuid[])",
                "WITH p AS (SELECT 1) SELECT position FROM log_entry"
            })
    void aStatementThatNamesItsColumnsIsKept(String statement) {
        // When
        boolean kept = StatementCache.keeps(statement);

        // Then
        assertThat(kept).isTrue();
    }
}
