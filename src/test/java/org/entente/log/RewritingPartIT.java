package org.entente.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.entente.log.QueueDatabase.A;
import static org.entente.log.QueueDatabase.B;
import static org.entente.log.QueueDatabase.C;
import static org.entente.log.QueueDatabase.join;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which entries of a large recall are written and told together. */
class RewritingPartIT {

    private QueueDatabase database;

    @BeforeEach
    void makeRecall() {
        database = new QueueDatabase("rewriting_part_it");
        recall(1);
        recall(2);
        entry(1, A, 1, 1);
        entry(2, B, 1, 1);
        entry(3, C, 1, 1);
        entry(4, C, 1, 1);
        entry(5, A, 1, 1);
        entry(6, A, 1, 1);
        entry(7, A, 2, 1);
        entry(8, B, 1, 2);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private void recall(int number) {
        database.execute("INSERT INTO recall (recall_number, recall_id, cause, reason, partner_id, made_at, made_by)"
                + " OVERRIDING SYSTEM VALUE VALUES (" + number
                + ", gen_random_uuid(), 'submitter', '', 'xa-cert', now(), '')");
        database.execute("INSERT INTO recall_rewriting (recall_number, in_own_words) VALUES (" + number + ", '{}')");
    }

    /** Each with bytes of its own: what was sent in differently under one version is told once, too. */
    private void entry(int position, UUID object, int version, int recall) {
        String versionAt = "timestamptz '2026-01-01' + interval '" + version + " s'";
        database.execute("INSERT INTO log_entry (position, date_added, content_id, object_uuid, kind_id, version,"
                + " stated_class_id, class_id) VALUES (" + position + ", timestamptz '2026-01-01' + interval '"
                + position
                + " s', " + position + ", '" + object + "', 1, " + versionAt + ", 1, 1)");
        database.execute("INSERT INTO log_rewrite (position, recall_number, class_id) VALUES (" + position + ", "
                + recall + ", 0)");
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1 5 6",
        "3, 1 5 6",
        "4, 1 2 5 6",
        "5, 1 2 5 6",
        "6, 1 2 3 4 5 6",
        "7, 1 2 3 4 5 6 7",
        "50, 1 2 3 4 5 6 7"
    })
    void versionsComeWholeAndOneAtLeastHoweverManyEntriesItHas(int limit, String positions) {
        assertThat(part(limit)).isEqualTo(numbers(positions));
    }

    @Test
    void nextPartGoesOnBehindWhatWasWritten() {
        database.execute("DELETE FROM log_rewrite WHERE position IN (1, 5, 6)");

        assertThat(part(2)).isEqualTo(numbers("2"));
        database.execute("DELETE FROM log_rewrite WHERE position = 2");
        assertThat(part(2)).isEqualTo(numbers("3 4"));
    }

    private static List<Long> numbers(String text) {
        return Arrays.stream(text.split(" ")).map(Long::valueOf).toList();
    }

    private List<Long> part(int limit) {
        return join(database.pool().withConnection(connection -> new RewritingRows(connection).next(Set.of(), limit)))
                .orElseThrow()
                .part()
                .changes()
                .stream()
                .map(change -> change.before().placement().position())
                .toList();
    }
}
