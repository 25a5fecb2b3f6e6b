package org.entente.partner;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Sees to it that an empty exchange gets its first operator where a secret file says so, and else says what to set. In dev
 * and standalone, whoever writes {@code access.json} calls {@link OperatorService#createFirst} instead.
 */
@ApplicationScoped
class FirstOperator {

    private static final Logger LOG = Logger.getLogger(FirstOperator.class);
    private static final int SECRET_CHARACTERS_MIN = 32;

    private final Optional<Path> localDataDir;
    private final OperatorService operators;
    private final StoredPartners partners;
    private final PartnerSettings settings;

    FirstOperator(
            OperatorService operators,
            StoredPartners partners,
            PartnerSettings settings,
            @ConfigProperty(name = "entente.standalone.data-dir") Optional<Path> localDataDir) {
        this.localDataDir = localDataDir;
        this.operators = operators;
        this.partners = partners;
        this.settings = settings;
    }

    void start(@Observes StartupEvent event) {
        Optional<String> secret = settings.bootstrap().adminSecretFile().map(FirstOperator::secret);
        secret.map(operators::createFirst)
                .orElseGet(this::tellWhatIsMissing)
                .subscribe()
                .with(
                        done -> {},
                        failure -> LOG.warn(
                                "The first operator could not be made; restart once the cause is gone", failure));
    }

    private Uni<Void> tellWhatIsMissing() {
        return partners.fresh()
                .invoke(snapshot -> {
                    if (snapshot.operators().isEmpty() && localDataDir.isEmpty()) {
                        LOG.info("There is no operator yet. Where no access.json is written, set"
                                + " ENTENTE_ACCESS_BOOTSTRAP_ADMIN_SECRET_FILE and restart.");
                    }
                })
                .replaceWithVoid();
    }

    private static String secret(Path file) {
        try {
            String secret =
                    Files.readString(file).lines().findFirst().orElse("").trim();
            if (secret.length() < SECRET_CHARACTERS_MIN) {
                throw new IllegalArgumentException(
                        "The first line of entente.access.bootstrap.admin-secret-file must have "
                                + SECRET_CHARACTERS_MIN + " characters or more.");
            }
            return secret;
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "entente.access.bootstrap.admin-secret-file cannot be read: " + file.getFileName(), e);
        }
    }
}
