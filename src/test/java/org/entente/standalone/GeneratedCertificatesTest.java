package org.entente.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GeneratedCertificatesTest {
    private static final Instant FIRST_START = Instant.parse("2026-03-01T10:00:00Z");

    @TempDir
    private Path folder;

    @Test
    void serverCertificateNamesThisMachineAndIsSignedByTheAuthority() throws Exception {
        GeneratedCertificates certificates = at(FIRST_START);

        certificates.ensure();

        X509Certificate server = read(certificates.serverFile());
        X509Certificate authority = read(certificates.authorityFile());
        server.verify(authority.getPublicKey());
        server.checkValidity(Date.from(FIRST_START.plus(Duration.ofDays(300))));
        assertThat(server.getSubjectAlternativeNames())
                .extracting(name -> name.get(1).toString())
                .containsExactly("localhost", "127.0.0.1", "0:0:0:0:0:0:0:1");
        assertThat(server.getBasicConstraints()).as("is no authority").isEqualTo(-1);
        assertThat(authority.getBasicConstraints()).isZero();
    }

    @Test
    void filesAreTheOwnersAlone() throws Exception {
        at(FIRST_START).ensure();

        try (var files = Files.list(folder)) {
            List<Path> all = files.toList();
            assertThat(all)
                    .hasSize(4)
                    .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .isEqualTo("rw-------"));
        }
    }

    @Test
    void secondStartChangesNothing() throws Exception {
        GeneratedCertificates certificates = at(FIRST_START);
        certificates.ensure();
        String before = Files.readString(certificates.serverFile());

        at(FIRST_START.plus(Duration.ofDays(90))).ensure();

        assertThat(Files.readString(certificates.serverFile())).isEqualTo(before);
    }

    @Test
    void expiringServerCertificateIsRenewedUnderTheSameAuthority() throws Exception {
        GeneratedCertificates certificates = at(FIRST_START);
        certificates.ensure();
        X509Certificate authority = read(certificates.authorityFile());
        Instant lastDays = FIRST_START.plus(Duration.ofDays(GeneratedCertificates.SERVER_DAYS - 10L));

        at(lastDays).ensure();

        X509Certificate renewed = read(certificates.serverFile());
        assertThat(renewed.getNotAfter().toInstant()).isAfter(lastDays.plus(Duration.ofDays(300)));
        assertThat(read(certificates.authorityFile())).isEqualTo(authority);
        renewed.verify(authority.getPublicKey());
    }

    private GeneratedCertificates at(Instant now) {
        return new GeneratedCertificates(folder, Clock.fixed(now, ZoneOffset.UTC));
    }

    private static X509Certificate read(Path file) throws Exception {
        try (InputStream pem = Files.newInputStream(file)) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(pem);
        }
    }
}
