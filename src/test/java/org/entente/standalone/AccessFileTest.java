package org.entente.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessFileTest {
    @TempDir
    private Path folder;

    @Test
    void shapeIsTheOneScriptsRelyOn() throws Exception {
        AccessFile.write(folder, document());

        assertThat(Files.readString(folder.resolve("access.json"))).isEqualToIgnoringNewLines("""
                {
                  "http" : "http://localhost:8080",
                  "https" : "https://localhost:8443",
                  "taxii" : "http://localhost:8080/taxii2/",
                  "kafka" : "127.0.0.1:9092",
                  "callers" : {
                    "xb-cert" : {
                      "username" : "xb-cert",
                      "password" : "basic-secret",
                      "token" : "bearer-secret",
                      "kafka" : {
                        "protocol" : "SASL_SSL",
                        "mechanism" : "SCRAM-SHA-512",
                        "username" : "xb-cert",
                        "password" : "kafka-secret",
                        "caFile" : "/somewhere/ca.pem",
                        "topics" : {
                          "threats" : "entente.feed.xb-cert.threats",
                          "mitigations" : "entente.feed.xb-cert.mitigations",
                          "advisories" : "entente.feed.xb-cert.advisories"
                        },
                        "groupPrefix" : "xb-cert."
                      }
                    },
                    "curator" : {
                      "username" : "curator",
                      "password" : "curator-secret",
                      "token" : "curator-token"
                    }
                  }
                }
                """);
    }

    @Test
    void whatWasWrittenIsReadAgain() throws Exception {
        AccessFile.write(folder, document());

        assertThat(AccessFile.read(folder)).contains(document());
        assertThat(AccessFile.read(folder.resolve("elsewhere"))).isEmpty();
    }

    @Test
    void fileIsItsOwnersAloneAlsoWhereAnOpenOneWasBefore() throws Exception {
        Path file = Files.createFile(folder.resolve("access.json"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));

        AccessFile.write(folder, document());

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void nothingThatIsLoggedShowsASecret() {
        AccessDocument document = document();

        assertThat(document.toString() + document.callers().values() + Greeting.of(document, folder))
                .contains("xb-cert")
                .doesNotContain("secret", "curator-token");
    }

    @Test
    void commandOfTheGreetingFindsThePassword() throws Exception {
        AccessFile.write(folder, document());
        String command = Greeting.of(document(), folder)
                .lines()
                .filter(line -> line.contains("curl"))
                .map(line -> line.substring(line.indexOf("curl")))
                .findFirst()
                .orElseThrow();

        Process shell = new ProcessBuilder("sh", "-c", command.replaceFirst("curl", "printf '%s\\\\n'"))
                .redirectErrorStream(true)
                .start();
        String printed = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(printed.lines())
                .containsExactly(
                        "-u",
                        "xb-cert:basic-secret",
                        "-H",
                        "Accept: application/taxii+json;version=2.1",
                        "http://localhost:8080/taxii2/");
    }

    private static AccessDocument document() {
        Map<String, AccessDocument.Caller> callers = new LinkedHashMap<>();
        callers.put(
                "xb-cert",
                new AccessDocument.Caller(
                        "xb-cert",
                        "basic-secret",
                        "bearer-secret",
                        new AccessDocument.Kafka(
                                "SASL_SSL",
                                "SCRAM-SHA-512",
                                "xb-cert",
                                "kafka-secret",
                                "/somewhere/ca.pem",
                                new AccessDocument.Topics(
                                        "entente.feed.xb-cert.threats",
                                        "entente.feed.xb-cert.mitigations",
                                        "entente.feed.xb-cert.advisories"),
                                "xb-cert.")));
        callers.put("curator", new AccessDocument.Caller("curator", "curator-secret", "curator-token", null));
        return new AccessDocument(
                "http://localhost:8080",
                "https://localhost:8443",
                "http://localhost:8080/taxii2/",
                "127.0.0.1:9092",
                callers);
    }
}
