package org.entente.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Runs the limit and the exchange in turns, some seconds each, so that whatever else the machine does meets both. The ratio is
 * the median of the ratios of neighbouring turns.
 */
final class Comparison {

    static final int TURNS = Integer.getInteger("entente.bench.turns", 5);

    /** A Java process is at its speed when its code has been compiled, which takes two minutes under load. */
    static final Duration WARM_UP = Duration.ofMillis(Integer.getInteger("entente.bench.warm", 120_000));

    static final Duration TURN = Duration.ofMillis(Integer.getInteger("entente.bench.turn", 4_000));

    private final int connections;
    private final Processor processor;

    Comparison(int connections, Processor processor) {
        this.connections = connections;
        this.processor = processor;
    }

    /** One turn of one side. */
    private record Turn(double objectsPerSecond, Map<String, Double> shares) {}

    Figure of(String what, Side limit, Side exchange) throws Exception {
        turn(exchange, WARM_UP);
        return warm(what, limit, exchange);
    }

    /** The same where the exchange is at its speed already. */
    Figure warm(String what, Side limit, Side exchange) throws Exception {
        List<Turn> limits = new ArrayList<>();
        List<Turn> reached = new ArrayList<>();
        turn(limit, TURN);
        for (int turn = 0; turn < TURNS; turn++) {
            limits.add(turn(limit, TURN));
            reached.add(turn(exchange, TURN));
        }
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < TURNS; i++) {
            ratios.add(reached.get(i).objectsPerSecond() / limits.get(i).objectsPerSecond());
        }
        return new Figure(
                what,
                median(limits.stream().map(Turn::objectsPerSecond).toList()),
                median(reached.stream().map(Turn::objectsPerSecond).toList()),
                median(ratios),
                shares(limits),
                shares(reached));
    }

    private Turn turn(Side side, Duration duration) throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(connections);
        Map<String, Double> before = processor.seconds();
        long started = System.nanoTime();
        long end = started + duration.toNanos();
        List<Future<Long>> running = new ArrayList<>();
        for (int connection = 0; connection < connections; connection++) {
            int mine = connection;
            running.add(clients.submit(() -> {
                long done = 0;
                while (System.nanoTime() < end) {
                    done += side.work(mine);
                }
                return done;
            }));
        }
        long objects = 0;
        try {
            for (Future<Long> client : running) {
                objects += client.get();
            }
        } catch (ExecutionException failed) {
            throw new IllegalStateException(failed.getCause());
        } finally {
            clients.shutdown();
        }
        double seconds = (System.nanoTime() - started) / 1e9;
        Map<String, Double> after = processor.seconds();
        Map<String, Double> shares = new LinkedHashMap<>();
        after.forEach((who, used) -> shares.put(who, (used - before.getOrDefault(who, 0.0)) / seconds));
        side.settle();
        return new Turn(objects / seconds, shares);
    }

    private static Map<String, Double> shares(List<Turn> turns) {
        Map<String, Double> shares = new LinkedHashMap<>();
        turns.get(0)
                .shares()
                .keySet()
                .forEach(who -> shares.put(
                        who,
                        median(turns.stream().map(turn -> turn.shares().get(who)).toList())));
        return shares;
    }

    static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }
}
