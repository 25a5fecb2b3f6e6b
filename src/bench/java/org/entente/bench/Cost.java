package org.entente.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * What one item cost.
 *
 * @param wallMicros until the last one was answered, by how many there were
 * @param processorMicros of all but the driver, with what they left to be done behind the answers
 */
record Cost(double wallMicros, double processorMicros) {

    /** Something that is done once, and how many items that was. */
    @FunctionalInterface
    interface Work {
        double items() throws Exception;
    }

    /** Of a side's work, so often over each of its connections, with what it has to settle. */
    static Cost of(Processor processor, Side side, int connections, int times) throws Exception {
        Map<String, Double> before = processor.seconds();
        long started = System.nanoTime();
        double objects = atOnce(side, connections, times);
        double wall = (System.nanoTime() - started) / 1e3;
        side.settle();
        return new Cost(wall / objects, used(processor, before) / objects);
    }

    static Cost of(Processor processor, Work work) throws Exception {
        Map<String, Double> before = processor.seconds();
        long started = System.nanoTime();
        double items = work.items();
        return new Cost((System.nanoTime() - started) / 1e3 / items, used(processor, before) / items);
    }

    private static double used(Processor processor, Map<String, Double> before) {
        return processor.seconds().entrySet().stream()
                .filter(one -> !one.getKey().equals("driver"))
                .mapToDouble(one -> (one.getValue() - before.getOrDefault(one.getKey(), 0.0)) * 1e6)
                .sum();
    }

    private static double atOnce(Side side, int connections, int times) throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(connections);
        try {
            List<Future<Integer>> running = new ArrayList<>();
            for (int connection = 0; connection < connections; connection++) {
                int mine = connection;
                running.add(clients.submit(() -> {
                    int objects = 0;
                    for (int time = 0; time < times; time++) {
                        objects += side.work(mine);
                    }
                    return objects;
                }));
            }
            double objects = 0;
            for (Future<Integer> client : running) {
                objects += client.get();
            }
            return objects;
        } catch (ExecutionException failed) {
            throw new IllegalStateException(failed.getCause());
        } finally {
            clients.shutdownNow();
        }
    }
}
