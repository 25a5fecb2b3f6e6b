package org.entente.csaf;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.Config;
import org.entente.http.ProblemException;

/**
 * What the exchange is as a CSAF provider: its address and its key, from the configuration. Without a signing key it is none, and
 * everything of a provider is answered with 404. Thread safe.
 */
@ApplicationScoped
class Provider {

    /** Under which everything of the provider lies. */
    static final String ROOT = "/.well-known/csaf/";

    private static final Set<String> CATEGORIES = Set.of("coordinator", "discoverer", "other", "user", "vendor");

    private final CsafConfig config;
    private final Config settings;
    private final Optional<Signer> signer;

    Provider(CsafConfig config, Config settings) {
        this.config = config;
        this.settings = settings;
        this.signer = config.signingKey().location().map(this::signer);
        check();
    }

    private Signer signer(String location) {
        try {
            return Signer.of(
                    Files.readAllBytes(Path.of(location)),
                    config.signingKey().passphrase().orElse(""));
        } catch (IOException | IllegalArgumentException unfit) {
            throw new IllegalStateException(
                    "entente.csaf.signing-key.location must be a readable file with an OpenPGP secret key: "
                            + (unfit instanceof IOException ? "it cannot be read" : unfit.getMessage()),
                    unfit);
        }
    }

    private void check() {
        if (!CATEGORIES.contains(config.publisher().category())) {
            throw new IllegalStateException(
                    "entente.csaf.publisher.category must be coordinator, discoverer, other, user or vendor");
        }
        config.publisher().namespace().ifPresent(namespace -> {
            if (!URI.create(namespace).isAbsolute()) {
                throw new IllegalStateException("entente.csaf.publisher.namespace must be an absolute address");
            }
        });
        config.baseUrl().ifPresent(url -> {
            if (!url.matches("https://[A-Za-z0-9.:\\[\\]-]+(/[A-Za-z0-9._~-]+)*")) {
                throw new IllegalStateException(
                        "entente.csaf.base-url must be an https address without a slash at its end");
            }
        });
        boolean trial = settings.getOptionalValue("entente.standalone.data-dir", String.class)
                .isPresent();
        if (signer.isPresent() && config.baseUrl().isEmpty() && !trial) {
            throw new IllegalStateException("Where entente.csaf.signing-key.location is set, set entente.csaf.base-url"
                    + " to the https address that others reach the exchange by");
        }
        config.securityContact().ifPresent(contact -> {
            if (!contact.matches("(mailto:|https://|tel:)[\\x21-\\x7E]+")) {
                throw new IllegalStateException(
                        "entente.csaf.security-contact must begin with mailto:, https:// or tel: and have no spaces");
            }
        });
    }

    /** @throws ProblemException 404 where the exchange is no provider */
    Signer signer() {
        return signer.orElseThrow(ProblemException::notFound);
    }

    /** Whether it is one at all. */
    boolean isProvider() {
        return signer.isPresent();
    }

    /** The address of something of the provider's, by its path below {@value #ROOT}. */
    String address(String path) {
        return baseUrl() + ROOT + path;
    }

    String baseUrl() {
        return config.baseUrl().orElseGet(() -> "https://localhost:" + localPort());
    }

    /** Where a free port was asked for, Quarkus leaves the one it got in a system property. */
    private int localPort() {
        return Optional.ofNullable(Integer.getInteger("quarkus.http.ssl-port"))
                .or(() -> Optional.ofNullable(Integer.getInteger("quarkus.http.test-ssl-port")))
                .or(() -> settings.getOptionalValue("quarkus.http.ssl-port", Integer.class))
                .orElse(8443);
    }

    /** Who publishes. */
    PublisherIdentity publisher(String name) {
        CsafConfig.Publisher publisher = config.publisher();
        return new PublisherIdentity(
                publisher.category(),
                name,
                publisher.namespace().orElseGet(this::baseUrl),
                publisher.contactDetails(),
                publisher.issuingAuthority());
    }

    /** The publisher object of documents and of the provider's metadata (section 3.2.1.8). */
    record PublisherIdentity(
            String category,
            String name,
            String namespace,
            Optional<String> contactDetails,
            Optional<String> issuingAuthority) {}
}
