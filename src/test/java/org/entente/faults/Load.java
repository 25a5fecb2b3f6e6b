package org.entente.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.entente.faults.FaultReport.Result;
import org.entente.faults.Ledger.Posted;

/**
 * Partners at work on a stage while a fault is brought about, and what becomes of it: nothing accepted is lost, nothing delivered
 * twice, every feed is numbered without gaps and in the same order, and work goes on by itself afterwards.
 */
final class Load implements AutoCloseable {

    /** Nothing here should take so long; but the machine may do much else. */
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    /** How long work is looked at before a fault and after it. */
    private static final Duration USUAL = Duration.ofSeconds(3);

    private static final int CLIENTS = 3;

    /** Answers that a fault excuses: accepted, or a request to come again. No answer is excused too, no other one is. */
    private static final Set<String> ANSWERS = Set.of("202", "429", "503", "none");

    final Stage stage;
    private final Ledger ledger = new Ledger();
    private final List<Client> clients = new ArrayList<>();
    private final List<Subscriber> subscribers = new ArrayList<>();
    private final List<Thread> clientThreads = new ArrayList<>();
    private final List<Thread> subscriberThreads = new ArrayList<>();
    private final List<Result> results = new ArrayList<>();
    private final int padding;
    private volatile boolean spoilt;

    /** What is done to the exchange; when it returns the fault is over. */
    @FunctionalInterface
    interface Fault {
        void happen() throws Exception;
    }

    /** @param padding characters by which every object is longer than it need be */
    Load(Stage stage, int padding) {
        this.stage = stage;
        this.padding = padding;
    }

    /** Versions of objects accepted so far. */
    int accepted() {
        return ledger.accepted().size();
    }

    /** Until so many more are accepted. */
    void awaitMore(int versions) {
        int least = accepted() + versions;
        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(() -> accepted() >= least);
    }

    /** Starts the work; returns once everybody gets what is submitted. */
    Load begin() throws InterruptedException {
        for (String partner : Stage.SUBSCRIBERS) {
            Subscriber subscriber = new Subscriber(partner, stage.brokers.addresses(), ledger);
            subscribers.add(subscriber);
            subscriberThreads.add(started(subscriber, "subscriber " + partner));
        }
        List<URI> addresses = stage.exchanges.stream().map(Exchange::address).toList();
        for (int i = 0; i < CLIENTS; i++) {
            Client client = client(addresses);
            clientThreads.add(started(client, "client " + i));
        }
        // The first come late: topics are made, classes loaded.
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> subscribers.stream()
                        .allMatch(subscriber -> subscriber.count() >= 10 * Client.OBJECTS_A_BUNDLE));
        return this;
    }

    /**
     * Brings a fault about, sees work go on after it and everything delivered that was accepted, and reports.
     *
     * @param name of its file
     * @param fault in words
     */
    void under(String name, String fault, Fault happening) throws Exception {
        under(name, fault, PATIENCE, happening);
    }

    /** @param pauseMax for how long nothing may be delivered, where the fault leaves enough standing to go on */
    void under(String name, String fault, Duration pauseMax, Fault happening) throws Exception {
        keepFor(USUAL);
        ledger.pauses().begin();
        ledger.answers().clear();
        subscribers.forEach(subscriber -> subscriber.pauses().begin());
        int before = accepted();
        Duration recovery = Duration.ZERO;
        String trouble = "It did not come to an end";
        try {
            happening.happen();
            recovery = recover();
            keepFor(USUAL);
            awaitDelivered(Set.copyOf(ledger.accepted()));
            nobodyGotAnythingWrong();
            assertThat(ledger.answers().keySet()).isSubsetOf(ANSWERS);
            assertThat(deliveryPause()).as("nothing was delivered for").isLessThan(pauseMax);
            trouble = "";
        } catch (Exception | AssertionError failed) {
            spoilt = true;
            trouble = String.valueOf(failed.getMessage());
            throw failed;
        } finally {
            Result result = new Result(
                    name,
                    fault,
                    accepted() - before,
                    ledger.counts(),
                    ledger.pauses().longest(),
                    deliveryPause(),
                    recovery,
                    trouble);
            results.add(result);
            FaultReport.write(result);
        }
    }

    /** Whether it is of no use to another test. */
    boolean isSpoilt() {
        return spoilt;
    }

    private Duration deliveryPause() {
        return subscribers.stream()
                .map(subscriber -> subscriber.pauses().longest())
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    private void awaitDelivered(Set<String> versions) {
        Awaitility.await("everything accepted is delivered")
                .atMost(PATIENCE)
                .until(() -> subscribers.stream().allMatch(subscriber -> subscriber.has(versions)));
    }

    /** For as long as a fault is meant to last: partners go on trying to submit, and nobody gets anything wrong meanwhile. */
    void keepFor(Duration duration) {
        watch(duration, () -> {
            assertThat(clientThreads).allMatch(Thread::isAlive);
            nobodyGotAnythingWrong();
        });
    }

    /** What holds now must hold all the time. */
    private static void watch(Duration duration, ThrowingRunnable always) {
        Awaitility.await()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .during(duration)
                .atMost(duration.plus(PATIENCE))
                .untilAsserted(always);
    }

    private void nobodyGotAnythingWrong() {
        assertThat(subscribers.stream().flatMap(subscriber -> subscriber.wrongs().stream()))
                .isEmpty();
    }

    private Client client(List<URI> addresses) {
        String partner = Stage.SUBMITTERS.get(clients.size() % Stage.SUBMITTERS.size());
        Client client =
                new Client(clients.size(), partner, stage.passwordOf(partner), addresses, ledger, padding, stage.trust);
        clients.add(client);
        return client;
    }

    private static Thread started(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** How long it takes until what is submitted to each exchange from now on reaches everybody. */
    private Duration recover() throws InterruptedException {
        long began = System.nanoTime();
        Set<String> after = new HashSet<>();
        List<Thread> threads = new ArrayList<>();
        for (Exchange exchange : stage.exchanges) {
            Client probe = client(List.of(exchange.address()));
            threads.add(started(
                    () -> {
                        try {
                            List<Posted> bundle = probe.submit();
                            synchronized (after) {
                                bundle.forEach(one -> after.add(one.key()));
                            }
                        } catch (InterruptedException ended) {
                            Thread.currentThread().interrupt();
                        }
                    },
                    "probe"));
        }
        Awaitility.await("submissions after the fault reach everybody")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> threads.stream().noneMatch(Thread::isAlive) && everybodyHas(after));
        return Duration.ofNanos(System.nanoTime() - began);
    }

    private boolean everybodyHas(Set<String> keys) {
        synchronized (keys) {
            return subscribers.stream().allMatch(subscriber -> subscriber.has(keys));
        }
    }

    /** Ends the work and holds all of it against what everybody got, from the first to the last. */
    void finish() throws Exception {
        try {
            clients.forEach(Client::stop);
            for (Thread client : clientThreads) {
                client.join(PATIENCE.toMillis());
                assertThat(client.isAlive())
                        .as("a client does not know what became of its bundle")
                        .isFalse();
            }
            awaitDelivered(ledger.accepted());
            // For what must not come.
            watch(USUAL, this::nobodyGotAnythingWrong);
            check();
        } catch (Exception | AssertionError failed) {
            for (Result result : results) {
                FaultReport.write(result.failed(String.valueOf(failed.getMessage())));
            }
            throw failed;
        }
    }

    private void check() throws InterruptedException {
        stop();
        for (Subscriber subscriber : subscribers) {
            assertThat(subscriber.wrongs()).isEmpty();
            assertThat(subscriber.count()).as(subscriber.partner()).isEqualTo(accepted());
            assertThat(subscriber.order().equals(subscribers.get(0).order()))
                    .as(subscriber.partner() + " has the same order as the others")
                    .isTrue();
        }
    }

    private void stop() throws InterruptedException {
        clients.forEach(Client::giveUp);
        subscribers.forEach(Subscriber::stop);
        for (Thread subscriber : subscriberThreads) {
            subscriber.join(PATIENCE.toMillis());
        }
    }

    @Override
    public void close() throws Exception {
        stop();
        stage.close();
    }
}
