package org.entente.interference;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An answer without what differs between any two: moments of this day, request ids, and ids and secrets drawn at random. The
 * lengths of what is left out stay.
 */
record Answer(int status, Map<String, List<String>> headers, String body) {

    /** The length follows from the body, which is compared; one moment in a thousand ends in zeros and is shorter. */
    private static final Set<String> LEFT_OUT = Set.of("x-request-id", "date", "content-length");

    private static final Pattern MOMENT = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,9})?Z");
    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    /** Sealed cursors and tokens: which bytes they have is chance, how many is not. */
    private static final Pattern SEALED = Pattern.compile("\"(next|token|password|instance|requestId)\":\"([^\"]*)\"");

    /**
     * @param known ids that both twins have alike; any other is told by the order of its first appearance
     */
    static Answer of(HttpResponse<byte[]> response, Set<String> known) {
        Map<String, List<String>> headers = new TreeMap<>();
        response.headers().map().forEach((name, values) -> {
            if (!LEFT_OUT.contains(name.toLowerCase(java.util.Locale.ROOT))) {
                headers.put(
                        name, values.stream().map(value -> evened(value, known)).toList());
            }
        });
        return new Answer(
                response.statusCode(), headers, evened(new String(response.body(), StandardCharsets.UTF_8), known));
    }

    /** The text with chance taken out. */
    static String evened(String text, Set<String> known) {
        String sealed = SEALED.matcher(text)
                .replaceAll(found ->
                        "\"" + found.group(1) + "\":\"" + found.group(2).length() + " characters\"");
        String timeless = MOMENT.matcher(sealed).replaceAll(found -> isNow(found.group()) ? "NOW" : found.group());
        Map<String, String> drawn = new HashMap<>();
        Matcher ids = UUID.matcher(timeless);
        return ids.replaceAll(found -> known.contains(found.group())
                ? found.group()
                : drawn.computeIfAbsent(found.group(), id -> "drawn-" + drawn.size()));
    }

    private static boolean isNow(String moment) {
        try {
            return Math.abs(ChronoUnit.DAYS.between(Instant.parse(moment), Instant.now())) <= 1;
        } catch (DateTimeParseException none) {
            return false;
        }
    }
}
