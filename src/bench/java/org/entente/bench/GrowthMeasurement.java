package org.entente.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What is measured at each size: intake, relay, pages, and the indexes that follow the log. */
final class GrowthMeasurement {

    private static final String TAXII = "application/taxii+json;version=2.1";
    private static final int ENVELOPE = 1_000;
    private static final int ENVELOPES_AT_ONCE = 4;
    private static final int SINGLES_AT_ONCE = 32;
    private static final int WARM_POSTS = 150;
    private static final int WARM_FRESH_EVERY = 50;
    private static final int RECORDS = 100_000;
    private static final int ROUNDS = 60;
    private static final int WARM_PAGES = 5;

    /** Of the log's entries, one in so many is for the reader who has least of it. */
    private static final int RARE = 100;

    private final GrowthStage stage;
    private final Processor processor;

    GrowthMeasurement(GrowthStage stage) {
        this.stage = stage;
        this.processor = stage.measured.processor();
    }

    /** Until code is compiled, with little that stays in the log: most of what is posted was there before. */
    void warmUp() throws Exception {
        stage.fill(2_000);
        warm(ENVELOPES_AT_ONCE, 100, WARM_POSTS);
        warm(SINGLES_AT_ONCE, 1, 2 * WARM_POSTS);
        for (GrowthStage.Group group : List.of(GrowthStage.ALONE, GrowthStage.ALL)) {
            stage.burst(stage.begin(group), 500);
        }
        for (int i = 0; i < WARM_PAGES; i++) {
            pages("xb-cert", 100);
        }
    }

    /** So many posts over each connection, or as many as there is time for. */
    private void warm(int connections, int objects, int posts) throws Exception {
        long end = System.nanoTime() + Comparison.WARM_UP.toNanos() / 2;
        try (Posts side = stage.posts(connections, objects)) {
            int[] sent = new int[connections];
            Side mostlyKnown = connection -> {
                if (System.nanoTime() > end) {
                    return 0;
                }
                return sent[connection]++ % WARM_FRESH_EVERY == 0 ? side.work(connection) : side.again(connection);
            };
            Cost.of(processor, mostlyKnown, connections, posts);
            side.settle();
        }
    }

    void intake(Map<String, Cost> costs, long objects) throws Exception {
        boolean small = objects < 100_000;
        try (Posts envelopes = stage.posts(ENVELOPES_AT_ONCE, ENVELOPE)) {
            costs.put(
                    "intake, an object of an envelope",
                    Cost.of(processor, envelopes, ENVELOPES_AT_ONCE, small ? 1 : 5));
        }
        try (Posts singles = stage.posts(SINGLES_AT_ONCE, 1)) {
            costs.put("intake, an object alone", Cost.of(processor, singles, SINGLES_AT_ONCE, small ? 20 : 100));
        }
    }

    void relay(Map<String, Cost> costs, long objects) throws Exception {
        long most = Math.min(20_000, objects / 4);
        stage.awaitRelay();
        costs.put("relay, a record to its submitter alone", relayed(GrowthStage.ALONE, most));
        costs.put("relay, a record to ten at most", relayed(GrowthStage.TEN, most));
        costs.put("relay, a record to everybody", relayed(GrowthStage.ALL, most));
    }

    private Cost relayed(GrowthStage.Group group, long objectsMax) throws Exception {
        double before = stage.delivered();
        GrowthStage.Begun begun = stage.begin(group);
        // Not by what it says is left: while topics are being made, or there is trouble, it says nothing.
        stage.awaitRelay();
        double there = stage.delivered();
        // Who submitted an object is one of them.
        long recipients = Math.round((there - before) / begun.objects());
        long objects = Math.max(100, Math.min(objectsMax, RECORDS / Math.max(1, recipients)));
        long arrived = stage.arrivals.committed(group.reader());
        stage.burst(begun, objects);
        return Cost.of(stage.withKafka, () -> {
            stage.arrivals.await(group.reader(), arrived + objects);
            // An end of a transaction counts as a record there.
            stage.awaitDelivered(there + objects * recipients);
            return objects * recipients;
        });
    }

    void pages(Map<String, Cost> costs) throws Exception {
        costs.put("page of 1,000", pages("xb-cert", 1_000));
        costs.put("page of 100", pages("xb-cert", 100));
        costs.put("page of 10, reader has 1 in 100", pages("xc-cert", 10));
    }

    /** The median, and the mean of what the processors did. */
    private Cost pages(String reader, int limit) throws Exception {
        List<String> moments = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            moments.add(stage.somewhere(reader.equals("xc-cert") ? RARE * limit : limit));
        }
        List<Double> wall = new ArrayList<>();
        try (PlainHttp http = new PlainHttp(stage.measured.access(), reader)) {
            Cost all = Cost.of(processor, () -> {
                for (String moment : moments) {
                    wall.add(page(http, limit, moment));
                }
                return ROUNDS;
            });
            return new Cost(Comparison.median(wall.subList(ROUNDS / 6, ROUNDS)), all.processorMicros());
        }
    }

    private static double page(PlainHttp http, int limit, String after) throws IOException {
        long started = System.nanoTime();
        int status = http.get(
                "/taxii2/exchange/collections/threats/objects/?limit=" + limit + "&added_after=" + after, TAXII);
        double micros = (System.nanoTime() - started) / 1e3;
        if (status != 200) {
            throw new IOException("Status " + status);
        }
        return micros;
    }

    /** What the others left, from the moment at which the indexes may go on. */
    void indexes(Map<String, Cost> costs, long before) throws Exception {
        Cost all = Cost.of(processor, () -> {
            stage.followers.await();
            return stage.size() - before;
        });
        // Some look only every few seconds.
        costs.put("indexes, an object", new Cost(Double.NaN, all.processorMicros()));
    }
}
