package org.entente;

import io.smallrye.config.SmallRyeConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.entente.standalone.Standalone;
import org.entente.standalone.StandaloneException;
import org.jspecify.annotations.Nullable;

/**
 * The embedded services around one run of the application: started before it, stopped after it.
 *
 * <p>In dev mode they live on while the application is reloaded, and end with the process.
 */
final class StandaloneServices {
    /** Longer than the application's own bound, {@code quarkus.shutdown.timeout}, so that it is always the first to go. */
    private static final Duration APPLICATION_STOP_TIMEOUT = Duration.ofSeconds(30);

    /** In dev mode nobody tells when the application has stopped, and nobody waits for it either. */
    private static final Duration DEV_APPLICATION_STOP_TIMEOUT = Duration.ofSeconds(2);

    /** Says, across the class loaders of dev mode's reloads, that the hook below is in place. */
    private static final String HOOK_IN_PLACE = "entente.standalone.hook";

    private final CountDownLatch applicationStopped = new CountDownLatch(1);

    private final Duration applicationStopTimeout;

    private StandaloneServices(Duration applicationStopTimeout) {
        this.applicationStopTimeout = applicationStopTimeout;
    }

    /** Starts them for dev mode, where they outlive the application and end with the process. */
    static void startForDevMode(SmallRyeConfig config) {
        start(config, DEV_APPLICATION_STOP_TIMEOUT, () -> {});
    }

    /**
     * Starts them for one run of the application, which is to call {@link #stopAfter} when it has closed.
     *
     * @param meanwhile what this thread does while they start
     */
    static StandaloneServices start(SmallRyeConfig config, Runnable meanwhile) {
        return start(config, APPLICATION_STOP_TIMEOUT, meanwhile);
    }

    /**
     * Starts them, or finds them started, and makes their addresses known to the configuration.
     *
     * @throws StartupRefusedException if they cannot start, or are not part of this distribution
     */
    private static StandaloneServices start(
            SmallRyeConfig config, Duration applicationStopTimeout, Runnable meanwhile) {
        StandaloneServices services = new StandaloneServices(applicationStopTimeout);
        FutureTask<Map<String, String>> starting = new FutureTask<>(() -> {
            Map<String, String> addresses = addresses(config);
            services.stopAtExitOfProcess();
            return addresses;
        });
        new Thread(starting, "entente-services-start").start();
        try {
            meanwhile.run();
        } finally {
            StandaloneConfigSource.provide(result(starting));
        }
        return services;
    }

    private static Map<String, String> addresses(SmallRyeConfig config) {
        Path dataDir = config.getOptionalValue("entente.data-dir", Path.class).orElse(Path.of("data"));
        int kafkaPort =
                config.getOptionalValue("entente.kafka-port", Integer.class).orElse(9092);
        try {
            return Standalone.start(dataDir, kafkaPort);
        } catch (StandaloneException e) {
            throw new StartupRefusedException(e.getMessage() == null ? "" : e.getMessage(), e.getCause());
        } catch (LinkageError absent) {
            throw new StartupRefusedException(
                    "This distribution has no embedded PostgreSQL and Kafka. Run the profile prod with external ones:"
                            + " set QUARKUS_DATASOURCE_REACTIVE_URL and KAFKA_BOOTSTRAP_SERVERS.",
                    absent);
        }
    }

    private static <T> T result(FutureTask<T> task) {
        try {
            return task.get();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof StartupRefusedException refused) {
                throw refused;
            }
            throw new IllegalStateException("The embedded services did not start", failed.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartupRefusedException("Interrupted while the embedded services started.", e);
        }
    }

    private void stopAtExitOfProcess() {
        if (System.getProperty(HOOK_IN_PLACE) == null) {
            System.setProperty(HOOK_IN_PLACE, "true");
            Runtime.getRuntime().addShutdownHook(new Thread(this::stopAtExit, "entente-standalone-stop"));
        }
    }

    /** Quarkus's exit handler: the application is closed when it is called. */
    void stopAfter(Integer exitCode, @Nullable Throwable failure) {
        applicationStopped.countDown();
        Standalone.stop();
        System.exit(exitCode);
    }

    private void stopAtExit() {
        try {
            applicationStopped.await(applicationStopTimeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Standalone.stop();
    }
}
