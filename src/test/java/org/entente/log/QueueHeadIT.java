package org.entente.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.entente.log.QueueDatabase.join;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueueHeadIT {

    private static final Pattern REMOVED = Pattern.compile("Rows Removed by [A-Za-z ]+: ([0-9]+)");

    private QueueDatabase database;

    @BeforeEach
    void makeQueue() {
        database = new QueueDatabase("queue_head_it");
    }

    @AfterEach
    void close() {
        database.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 7, 8, 12, 13, 50})
    void submissionsAreTakenWholeInTheOrderOfTheirFirstRowsUntilThereIsEnough(int size) {
        // Given the rows 1 and 12 of A, 2 to 6 of B, 7 to 11 of C
        database.queueTwelve();

        List<Long> taken = take(size);

        // Then A alone is enough for two, and A with B for seven
        assertThat(taken).isEqualTo(taken.stream().sorted().toList());
        assertThat(taken)
                .containsExactlyElementsOf(
                        size <= 2
                                ? List.of(1L, 12L)
                                : size <= 7
                                        ? List.of(1L, 2L, 3L, 4L, 5L, 6L, 12L)
                                        : List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L, 11L, 12L));
    }

    @Test
    void emptyQueueGivesNothing() {
        assertThat(take(5)).isEmpty();
    }

    @Test
    void longQueueIsReadInProportionToItsLengthThoughItIsBelievedToBeEmpty() {
        database.queueManyWhereItIsBelievedToBeEmpty();
        String ids = "(SELECT array_agg(submission_id) FROM (SELECT submission_id FROM log_pending ORDER BY pending_id"
                + " LIMIT 5000) p)";
        String last = String.valueOf(5_000 + 20_000 - 5);

        // When
        String plans = plan(QueueHead.FIRST.replace("$1", "5000"))
                + plan(QueueHead.COUNTS.replace("$1", last).replace("$2::uuid[]", literal(ids)))
                + plan(QueueHead.FURTHER.replace("$1", last).replace("$2::uuid[]", literal(ids)));

        // Then
        Matcher removed = REMOVED.matcher(plans);
        long compared = removed.results()
                .mapToLong(found -> Long.parseLong(found.group(1)))
                .sum();
        assertThat(compared).as(plans).isLessThan(500_000);
    }

    private String literal(String query) {
        return join(database.pool()
                .query("SELECT quote_literal(" + query + ") || '::uuid[]'")
                .execute()
                .map(rows -> rows.iterator().next().getString(0)));
    }

    private String plan(String statement) {
        StringBuilder plan = new StringBuilder();
        join(database.pool().query("EXPLAIN (ANALYZE) " + statement).execute())
                .forEach(row -> plan.append(row.getString(0)).append('\n'));
        return plan.toString();
    }

    private List<Long> take(int size) {
        return join(database.pool().withConnection(connection -> new QueueHead(connection, size).take())).stream()
                .map(Waiting::pendingId)
                .toList();
    }
}
