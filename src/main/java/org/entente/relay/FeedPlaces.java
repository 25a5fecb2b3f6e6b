package org.entente.relay;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.entente.partner.Directory.Member;

/**
 * How far the log has gone out on partners' topics, from the copies that shards keep in the database: seconds old, and the same
 * on every instance. Thread safe.
 */
@ApplicationScoped
public class FeedPlaces {

    private static final String SHARDS = "SELECT shard, state, recorded_at FROM relay_shard";

    private final Pool pool;
    private final RelayConfig config;

    FeedPlaces(Pool pool, RelayConfig config) {
        this.pool = pool;
        this.config = config;
    }

    /** The places of one moment. */
    public static final class Places {
        private final int shards;
        private final Map<Integer, Progress> progress;
        private final Optional<Instant> recordedAt;

        private Places(int shards, Map<Integer, Progress> progress, Optional<Instant> recordedAt) {
            this.shards = shards;
            this.progress = Map.copyOf(progress);
            this.recordedAt = recordedAt;
        }

        /** The last position of the log that a partner's topics have come to; empty while its shard has kept nothing. */
        public OptionalLong of(Member partner) {
            Progress shard = progress.get(partner.ordinal() % shards);
            return shard == null ? OptionalLong.empty() : OptionalLong.of(shard.positionOf(partner.ordinal()));
        }

        /** When the oldest of the copies was written. */
        public Optional<Instant> recordedAt() {
            return recordedAt;
        }
    }

    /** The places as they were kept last. */
    public Uni<Places> now() {
        return pool.query(SHARDS)
                .execute()
                .ifNoItem()
                .after(config.callTimeout())
                .fail()
                .map(this::places);
    }

    private Places places(RowSet<Row> rows) {
        Map<Integer, Progress> progress = new HashMap<>();
        Optional<Instant> oldest = Optional.empty();
        for (Row row : rows) {
            String state = row.getString("state");
            if (state != null) {
                ShardState.ofCopy(state).ifPresent(kept -> progress.put(row.getInteger("shard"), kept.progress()));
            }
            Instant at = row.getOffsetDateTime("recorded_at").toInstant();
            oldest = oldest.filter(at::isAfter).or(() -> Optional.of(at));
        }
        return new Places(config.shards(), progress, oldest);
    }
}
