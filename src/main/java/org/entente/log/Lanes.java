package org.entente.log;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Places the head of a long queue in parts, on several connections at the same time. Each part is a transaction of its own, written whenever a
 * lane is free, but committed only after the part before it: readers see what they would see if one connection placed part after part.
 * One round of the sequencer.
 */
final class Lanes {

    /** A lane writes while another commits. */
    private static final int PARTS_A_LANE = 2;

    private static final String PARTS = "SELECT pending_ids, last_position, last_date FROM log_parts($1, $2)";

    private final SqlConnection sequencer;
    private final List<Lane> lanes;
    private final DateTicks ticks;
    private final int size;
    private final Duration idleMax;
    private final AtomicInteger placed = new AtomicInteger();

    /**
     * @param lanes not yet open
     * @param idleMax how long the sequencer's own connection may be idle
     */
    Lanes(SqlConnection sequencer, List<Lane> lanes, DateTicks ticks, int size, Duration idleMax) {
        this.sequencer = sequencer;
        this.lanes = lanes;
        this.ticks = ticks;
        this.size = size;
        this.idleMax = idleMax;
    }

    /**
     * To be called while nothing else is under way on the sequencer's connection, which shares the sequencer's lock. Parts that were placed before one
     * failed stay placed, and were told.
     *
     * @param tell is given how many there are in each part that was committed
     * @return how many assertions left the queue; 0 where they are to be placed on one connection
     */
    Uni<Integer> place(TracedBatch traced, IntConsumer tell) {
        return Uni.join()
                .all(lanes.stream().map(Lane::open).toList())
                .andCollectFailures()
                .chain(opened -> {
                    List<Lane> open = IntStream.range(0, lanes.size())
                            .filter(opened::get)
                            .mapToObj(lanes::get)
                            .toList();
                    return open.size() < 2
                            ? Uni.createFrom().voidItem()
                            : parts(open.size() * PARTS_A_LANE).chain(parts -> place(open, parts, traced, tell));
                })
                .onTermination()
                .call(this::close)
                .replaceWith(placed::get);
    }

    /** That this is answered means that no other was elected before the lanes were open; and none can be until they are closed. */
    private Uni<List<Lane.Part>> parts(int most) {
        return sequencer.preparedQuery(PARTS).execute(Tuple.of(size, most)).map(this::parts);
    }

    private List<Lane.Part> parts(RowSet<Row> rows) {
        List<Lane.Part> parts = new ArrayList<>();
        long position = 0;
        Instant date = ticks.now();
        for (Row row : rows) {
            if (parts.isEmpty()) {
                position = row.getLong("last_position");
                Instant last = row.getOffsetDateTime("last_date").toInstant();
                date = last.isAfter(date) ? last : date;
            }
            Long[] ids = row.getArrayOfLongs("pending_ids");
            byte[] steps = ticks.steps(ids.length);
            parts.add(new Lane.Part(ids, position, date, steps));
            position += ids.length;
            date = date.plus(DateTicks.micros(steps), ChronoUnit.MICROS);
        }
        return parts;
    }

    private Uni<Void> place(List<Lane> open, List<Lane.Part> parts, TracedBatch traced, IntConsumer tell) {
        if (parts.size() < 2) {
            return Uni.createFrom().voidItem();
        }
        Round round = new Round(parts, open.size(), traced, tell);
        return LockSession.aliveDuring(
                sequencer,
                idleMax,
                Uni.join()
                        .all(IntStream.range(0, open.size())
                                .mapToObj(number -> round.from(open.get(number), number))
                                .toList())
                        .andCollectFailures()
                        .replaceWithVoid());
    }

    private Uni<Void> close() {
        return Uni.join()
                .all(lanes.stream().map(Lane::close).toList())
                .andCollectFailures()
                .replaceWithVoid();
    }

    /** The parts, dealt out to the lanes in turn. */
    private final class Round {

        private final List<Lane.Part> parts;
        private final int lanesOpen;
        private final TracedBatch traced;
        private final IntConsumer tell;

        /** Of each part whether it and everything before it is committed, once that is known. */
        private final List<CompletableFuture<Boolean>> ends;

        Round(List<Lane.Part> parts, int lanesOpen, TracedBatch traced, IntConsumer tell) {
            this.parts = parts;
            this.lanesOpen = lanesOpen;
            this.traced = traced;
            this.tell = tell;
            this.ends =
                    parts.stream().map(part -> new CompletableFuture<Boolean>()).toList();
        }

        /** One lane's parts from one on, until there are no more, or one of them was not committed. */
        Uni<Void> from(Lane lane, int number) {
            if (number >= parts.size()) {
                return Uni.createFrom().voidItem();
            }
            Lane.Part part = parts.get(number);
            CompletableFuture<Boolean> end = ends.get(number);
            return lane.place(part, traced.isOn(), turn(number), parents -> committed(part, parents))
                    .invoke(end::complete)
                    // Whatever comes after it then does not wait for ever.
                    .onTermination()
                    .invoke(() -> end.complete(false))
                    .chain(done -> done
                            ? from(lane, number + lanesOpen)
                            : Uni.createFrom().voidItem());
        }

        private Uni<Boolean> turn(int number) {
            return number == 0
                    ? Uni.createFrom().item(true)
                    : Uni.createFrom()
                            .completionStage(() -> ends.get(number - 1).copy());
        }

        private void committed(Lane.Part part, String[] parents) {
            placed.addAndGet(part.pendingIds().length);
            traced.placed(parents);
            tell.accept(part.pendingIds().length);
        }
    }
}
