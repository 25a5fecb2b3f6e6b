package org.entente.walks;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code hostile.txt}: text that tries to be more than text. */
final class HostileText {

    private static final Pattern SPELLED = Pattern.compile("\\\\u([0-9A-F]{4})");

    private HostileText() {}

    /** Each on one line, at most 200 characters. */
    static List<String> all() {
        try (InputStream file = HostileText.class.getResourceAsStream("hostile.txt")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("# ") && !line.isBlank())
                    .map(HostileText::spelledOut)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String spelledOut(String line) {
        return SPELLED.matcher(line)
                .replaceAll(
                        found -> Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(found.group(1), 16))));
    }
}
