package org.entente.csaf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.entente.csaf.document.Weaknesses;

/** Reads MITRE's list of weaknesses in CSV: the number in the first column, the name in the second. */
final class WeaknessList {

    /** A line that begins a weakness; its further columns may go on over lines. */
    private static final Pattern LINE =
            Pattern.compile("^\"?(\\d{1,6})\"?,(?:\"((?:[^\"]|\"\")*)\"|([^,\"]*))(?:,.*)?$");

    private WeaknessList() {}

    static Weaknesses read(Path file) throws IOException {
        Map<String, String> names = new HashMap<>();
        for (String line : Files.readAllLines(file)) {
            Matcher columns = LINE.matcher(line);
            if (columns.matches()) {
                String name = columns.group(2) == null
                        ? columns.group(3)
                        : columns.group(2).replace("\"\"", "\"");
                names.putIfAbsent("CWE-" + columns.group(1), name);
            }
        }
        if (names.isEmpty()) {
            throw new IOException("no weakness stands in it");
        }
        return new Weaknesses(names, true);
    }
}
