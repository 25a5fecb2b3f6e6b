package org.entente;

import io.quarkus.runtime.Application;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.quarkus.runtime.configuration.ConfigUtils;
import io.smallrye.config.SmallRyeConfig;
import java.security.Security;
import java.util.List;

/**
 * Starts the exchange.
 *
 * <p>In dev mode and in the profile {@code standalone} it first starts PostgreSQL and Kafka on this machine and hands their
 * addresses over. In any other profile it starts nothing: both are reached by configuration alone, and only
 * {@code dev} and {@code test} run without secrets of their own. What is wrong is said in one sentence, and the exit code is 1.
 */
@QuarkusMain
public final class Main {
    /** Made by Quarkus. */
    Main() {}

    /** The entry point; returns when the exchange has stopped. */
    public static void main(String... args) {
        encryptKeysInMemoryLightly();
        SmallRyeConfig config = ConfigUtils.configBuilder().build();
        try {
            if (isDevMode()) {
                StandaloneServices.startForDevMode(config);
                Quarkus.run(args);
            } else {
                LogLevelsAtStart.apply(config);
                start(config, args);
            }
        } catch (StartupRefusedException refused) {
            refuse(refused);
        }
    }

    /**
     * A key from a PEM file is kept in a PKCS #12 store in memory, by the HTTPS server and by each network thread of the embedded broker.
     * Stretching the store's password ten thousand times, to encrypt and again to decrypt, takes tenths of a second of a start, for a
     * key that lies in the same memory. The exchange writes no such store to a file.
     */
    private static void encryptKeysInMemoryLightly() {
        Security.setProperty("keystore.pkcs12.keyPbeIterationCount", "1");
    }

    private static void start(SmallRyeConfig config, String... args) {
        List<String> profiles = config.getProfiles();
        if (profiles.contains("standalone")) {
            StandaloneServices services = StandaloneServices.start(config, Main::prepareApplication);
            Quarkus.run(null, services::stopAfter, args);
            return;
        }
        if (ProductionSecrets.areNeeded(profiles)) {
            ProductionSecrets.check(config);
        }
        Quarkus.run(args);
    }

    /** The part of Quarkus's start that needs no address of any service: it is in the initialiser of the application's class. */
    private static void prepareApplication() {
        try {
            Class.forName(
                    Application.APP_CLASS_NAME, true, Thread.currentThread().getContextClassLoader());
        } catch (ClassNotFoundException absent) {
            // Quarkus says what that means when it runs the application.
        } catch (LinkageError failed) {
            // Quarkus meets the class again, ends everything in order, and knows no longer why.
            failed.printStackTrace();
        }
    }

    private static void refuse(StartupRefusedException refused) {
        if (isDevMode()) {
            // Dev mode shows it and tries again after the next change; ending the process would end that.
            throw refused;
        }
        // Not the log: it holds lines back until Quarkus has configured it, which now never comes.
        System.err.println(refused.getMessage());
        Throwable cause = refused.getCause();
        if (cause != null) {
            cause.printStackTrace();
        }
        System.exit(1);
    }

    /**
     * Quarkus tells the launch mode only once the application has begun to start, which is too late here. Until then it is in the
     * name of the class loader.
     */
    private static boolean isDevMode() {
        String loader = Main.class.getClassLoader().getName();
        return loader != null && loader.startsWith("Quarkus Runtime ClassLoader: DEV");
    }
}
