package org.entente.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Reads {@code routes.txt}: method, path, and who may call it: roles, or {@code signed-in}, or {@code anybody}. */
final class RouteTable {

    static final String NOBODY = "nobody";

    /** Who calls: without signing in, or in one role. */
    static final List<String> CALLERS =
            List.of(NOBODY, "submitter", "subscriber", "curator", "approver", "auditor", "admin");

    private RouteTable() {}

    /** Who may call each route. */
    static Map<Route, Set<String>> read() throws IOException {
        try (InputStream rows = RouteTable.class.getResourceAsStream("routes.txt")) {
            Map<Route, Set<String>> table = new TreeMap<>();
            new String(rows.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.trim().split("\\s+"))
                    .forEach(words -> table.put(new Route(words[0], words[1]), callers(words)));
            return table;
        }
    }

    private static Set<String> callers(String[] words) {
        List<String> named = List.of(words).subList(2, words.length);
        return switch (String.join(" ", named)) {
            case "anybody" -> Set.copyOf(CALLERS);
            case "signed-in" -> Set.copyOf(CALLERS.subList(1, CALLERS.size()));
            default -> {
                assertThat(CALLERS.subList(1, CALLERS.size())).containsAll(named);
                yield Set.copyOf(named);
            }
        };
    }
}
