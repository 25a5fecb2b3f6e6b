package org.entente;

import io.smallrye.config.SmallRyeConfig;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The own secrets of an exchange that is no trial: all of them set, none of them made by a standalone start.
 *
 * <p>Generated ones are known by their prefix, key files by a marker beside them. Somebody who copies a generated key file alone
 * to another folder is not noticed.
 */
final class ProductionSecrets {
    private static final String GENERATED_PREFIX = "generated-";
    private static final String GENERATED_MARKER = "GENERATED";

    private static final List<String> REQUIRED = List.of(
            "quarkus.datasource.reactive.url",
            "quarkus.datasource.password",
            "kafka.bootstrap.servers",
            "entente.seal-key");

    private static final List<String> VALUES =
            List.of("quarkus.datasource.password", "kafka.sasl.jaas.config", "entente.seal-key");

    private static final List<String> FILES = List.of(
            "quarkus.http.ssl.certificate.key-files",
            "mp.jwt.verify.publickey.location",
            "smallrye.jwt.sign.key.location",
            "entente.csaf.signing-key.location");

    private static final Set<String> TRIAL_PROFILES = Set.of("dev", "test", "standalone");

    private ProductionSecrets() {}

    /** Whatever profile somebody invents for an installation: only the trials' own do without. */
    static boolean areNeeded(List<String> profiles) {
        return profiles.isEmpty() || !TRIAL_PROFILES.containsAll(profiles);
    }

    /**
     * @throws StartupRefusedException naming every setting that is missing or generated, never a value
     */
    static void check(SmallRyeConfig config) {
        List<String> missing = REQUIRED.stream()
                .filter(name -> value(config, name).isEmpty())
                .map(ProductionSecrets::environmentName)
                .toList();
        if (!missing.isEmpty()) {
            throw new StartupRefusedException("Settings are missing: " + String.join(", ", missing) + ".", null);
        }
        List<String> generated = new ArrayList<>();
        VALUES.stream()
                .filter(name -> value(config, name).orElse("").contains(GENERATED_PREFIX))
                .forEach(generated::add);
        FILES.stream()
                .filter(name -> isGeneratedFile(value(config, name).orElse("")))
                .forEach(generated::add);
        if (!generated.isEmpty()) {
            throw new StartupRefusedException(
                    "Secrets that a standalone start generated are for trials only. Set your own: "
                            + String.join(
                                    ", ",
                                    generated.stream()
                                            .map(ProductionSecrets::environmentName)
                                            .toList())
                            + ".",
                    null);
        }
    }

    private static Optional<String> value(SmallRyeConfig config, String name) {
        return config.getOptionalValue(name, String.class).filter(value -> !value.isBlank());
    }

    private static String environmentName(String name) {
        return name.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(java.util.Locale.ROOT);
    }

    private static boolean isGeneratedFile(String location) {
        if (location.isEmpty() || location.startsWith("http:") || location.startsWith("https:")) {
            return false;
        }
        Path file = location.startsWith("file:") ? Path.of(URI.create(location)) : Path.of(location);
        return Files.exists(file.resolveSibling(GENERATED_MARKER));
    }
}
