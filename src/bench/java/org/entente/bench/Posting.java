package org.entente.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.entente.standalone.AccessDocument;

/**
 * Posts single objects over many connections of several callers at once. A refused post is not tried again, and whoever sent it
 * goes on at its pace as if it had not been told to wait, which is the worst that callers do.
 */
final class Posting {

    private static final String PATH = "/api/v1/submissions?communities=bench-0";
    private static final List<String> CALLERS = List.of("xa-cert", "xb-cert", "xc-cert");

    private static final long REFUSED_PAUSE_MILLIS = 100;

    private final AccessDocument access;

    Posting(AccessDocument access) {
        this.access = access;
    }

    /**
     * What became of posts.
     *
     * @param acceptedMillis how long each took that was accepted, ascending
     * @param refusedMillis the same of those that were refused
     * @param statuses how often there was which
     * @param silent refusals that did not say when to come again
     */
    record Outcome(
            double seconds, double[] acceptedMillis, double[] refusedMillis, TreeMap<Integer, Long> statuses, long silent) {

        double acceptedPerSecond() {
            return acceptedMillis.length / seconds;
        }

        double offeredPerSecond() {
            return (acceptedMillis.length + refusedMillis.length) / seconds;
        }

        static double percentile(double[] ascending, double part) {
            return ascending.length == 0 ? Double.NaN : ascending[(int) Math.min(ascending.length - 1, ascending.length * part)];
        }
    }

    /** What one connection had. */
    private static final class Client {
        private final List<Double> accepted = new ArrayList<>();
        private final List<Double> refused = new ArrayList<>();
        private final TreeMap<Integer, Long> statuses = new TreeMap<>();
        private long silent;
    }

    /**
     * Posts for so long.
     *
     * @param rate posts a second of all connections together; 0 for as fast as it goes
     */
    Outcome post(Duration duration, double rate, int connections) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(connections);
        long started = System.nanoTime();
        long end = started + duration.toNanos();
        List<Future<Client>> running = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            int number = i;
            double pace = rate == 0 ? 0 : connections / rate * 1e9;
            running.add(threads.submit(() -> client(number, (long) (started + pace * number / connections), end, pace)));
        }
        try {
            List<Client> clients = new ArrayList<>();
            for (Future<Client> each : running) {
                clients.add(each.get());
            }
            return outcome(clients, (System.nanoTime() - started) / 1e9);
        } catch (ExecutionException failed) {
            throw new IllegalStateException(failed.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    private Client client(int number, long first, long end, double paceNanos) throws IOException, InterruptedException {
        Client client = new Client();
        Indicators indicators = new Indicators();
        Indicators.Body body = Indicators.bundle(number, 1);
        try (PlainHttp http = new PlainHttp(access, CALLERS.get(number % CALLERS.size()))) {
            long due = first;
            while (System.nanoTime() < end) {
                if (paceNanos > 0) {
                    long wait = due - System.nanoTime();
                    if (wait > 0) {
                        Thread.sleep(wait / 1_000_000, (int) (wait % 1_000_000));
                    }
                    // Who is late does not catch up: it would be a burst that nobody asked for.
                    due = Math.max(due + (long) paceNanos, System.nanoTime() - (long) paceNanos);
                }
                indicators.renew(body);
                long sent = System.nanoTime();
                int status = http.post(PATH, "application/json", "application/json", body.bytes);
                note(client, status, (System.nanoTime() - sent) / 1e6, http.toldWhen());
                if (status != 202 && paceNanos == 0) {
                    // As fast as it goes is not as often as one can be refused.
                    Thread.sleep(REFUSED_PAUSE_MILLIS);
                }
            }
        }
        return client;
    }

    private static void note(Client client, int status, double millis, boolean toldWhen) {
        client.statuses.merge(status, 1L, Long::sum);
        if (status == 202) {
            client.accepted.add(millis);
        } else {
            client.refused.add(millis);
            client.silent += toldWhen ? 0 : 1;
        }
    }

    private static Outcome outcome(List<Client> clients, double seconds) {
        TreeMap<Integer, Long> statuses = new TreeMap<>();
        clients.forEach(client -> client.statuses.forEach((status, count) -> statuses.merge(status, count, Long::sum)));
        return new Outcome(
                seconds,
                sorted(clients.stream().map(client -> client.accepted).toList()),
                sorted(clients.stream().map(client -> client.refused).toList()),
                statuses,
                clients.stream().mapToLong(client -> client.silent).sum());
    }

    private static double[] sorted(List<List<Double>> parts) {
        double[] all = parts.stream().flatMap(List::stream).mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(all);
        return all;
    }
}
