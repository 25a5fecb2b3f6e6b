package org.entente.standalone;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** What the console says when the exchange is ready: what to open or type next, and never a secret. */
final class Greeting {
    private Greeting() {}

    static String of(AccessDocument document, Path dataDir) {
        String base = Optional.ofNullable(document.http())
                .or(() -> Optional.ofNullable(document.https()))
                .orElseThrow();
        Path file = dataDir.resolve(AccessFile.NAME);
        return """
                The exchange is ready.

                    Open     %s
                    Access   %s   (addresses and credentials; yours to read, nobody else's)
                    Type     %s
                """.formatted(base, file, command(document, base, file));
    }

    private static String command(AccessDocument document, String base, Path file) {
        Optional<String> partner = document.callers().entrySet().stream()
                .filter(caller -> caller.getValue().kafka() != null)
                .map(Map.Entry::getKey)
                .reduce((earlier, later) -> later);
        if (partner.isEmpty()) {
            return "curl " + base + "/q/health/ready";
        }
        // The file has one key a line, and a caller's own username and password come before its Kafka ones.
        String password = "$(sed -n '/\"%s\"/,/}/s/.*\"password\" : \"\\(.*\\)\".*/\\1/p' '%s' | head -1)"
                .formatted(partner.get(), file);
        return "curl -u \"%s:%s\" -H 'Accept: application/taxii+json;version=2.1' %s"
                .formatted(partner.get(), password, document.taxii());
    }
}
