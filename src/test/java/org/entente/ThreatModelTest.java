package org.entente;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What {@code docs/threat-model.md} names as evidence is there. */
class ThreatModelTest {

    private static final Pattern EVIDENCE = Pattern.compile("`(\\w+)#(\\w+)`");

    @Test
    void everyTestTheThreatModelNamesExists() throws IOException {
        Matcher named = EVIDENCE.matcher(Files.readString(Path.of("docs/threat-model.md")));
        int found = 0;
        List<String> missing = new ArrayList<>();
        while (named.find()) {
            found++;
            if (!hasTest(named.group(1), named.group(2))) {
                missing.add(named.group());
            }
        }

        assertThat(found).as("tests named").isPositive();
        assertThat(missing).as("named, and not there").isEmpty();
    }

    private static boolean hasTest(String type, String method) throws IOException {
        Optional<Path> source = source(type);
        return source.isPresent() && Files.readString(source.get()).contains("void " + method + "(");
    }

    private static Optional<Path> source(String type) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            return files.filter(file -> file.endsWith(type + ".java")).findFirst();
        }
    }
}
