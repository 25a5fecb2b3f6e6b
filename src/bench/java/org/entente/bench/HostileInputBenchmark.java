package org.entente.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.entente.stix.StixLimits;
import org.entente.stix.StixReader;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Envelopes of one mebibyte made to cost as much as they can. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class HostileInputBenchmark {
    private static final int BYTES = 1 << 20;
    private static final int COLLIDING_BITS = 17;
    private static final String VERSIONS =
            "\"created\":\"2026-01-01T00:00:00.000Z\",\"modified\":\"2026-01-01T00:00:00.000Z\",\"spec_version\":\"2.1\",";

    /** What is repeated. */
    public enum Input {
        NESTED_LISTS,
        NESTED_OBJECTS,
        SMALL_OBJECTS,
        MANY_KEYS,
        COLLIDING_KEYS,
        ESCAPED_KEYS,
        BAD_KEYS,
        LONE_SURROGATES,
        LONG_LIST,
        SELECTORS,
        LANGUAGES,
        EXTENSIONS,
        CONTAINER,
        FLOATS_IN_AN_ID,
        PATTERN_PARENTHESES,
        PATTERN_ALTERNATIVES,
        PATTERN_SET,
        PATTERN_PATH,
        PATTERN_STRING,
        VERSIONS_OF_ONE_OBJECT
    }

    @Param
    public Input input;

    private final StixReader reader = new StixReader(StixLimits.defaults());
    private byte[] body;

    @Setup
    public void make() {
        body = ("{\"objects\":[" + object() + "]}").getBytes(UTF_8);
    }

    private String object() {
        return switch (input) {
            case NESTED_LISTS -> "[".repeat(BYTES / 2) + "]".repeat(BYTES / 2);
            case NESTED_OBJECTS -> "{\"a\":".repeat(BYTES / 6) + "1" + "}".repeat(BYTES / 6);
            case SMALL_OBJECTS -> filled(",", i -> "{\"type\":\"tool\"}");
            case MANY_KEYS -> tool(filled(",", i -> "\"key_" + i + "\":0"));
            case COLLIDING_KEYS -> tool(filled(",", i -> "\"" + colliding(i) + "\":0"));
            case ESCAPED_KEYS -> tool(filled(",", i -> "\"\\u0061b" + i + "\":0"));
            case BAD_KEYS -> tool(filled(",", i -> "\"K" + i + "\":0"));
            case LONE_SURROGATES -> tool("\"description\":\"" + "\\ud800".repeat(BYTES / 6) + "\"");
            case LONG_LIST -> tool("\"labels\":[" + filled(",", i -> "0") + "]");
            case SELECTORS -> tool("\"granular_markings\":[{\"lang\":\"en\",\"selectors\":["
                    + filled(",", i -> "\"granular_markings.[0].selectors.[" + i + "]\"") + "]}]");
            case LANGUAGES -> tool("\"granular_markings\":[" + filled(",", i -> "{\"lang\":\"foo\"}") + "]");
            case EXTENSIONS -> tool("\"extensions\":{" + filled(",", i -> "\"e" + i + "-ext\":{\"a\":{}}") + "}");
            case CONTAINER -> "{\"type\":\"observed-data\",\"objects\":{" + filled(",", i -> "\"" + i + "\":{\"type\":\"url\"}") + "}}";
            case FLOATS_IN_AN_ID -> "{\"type\":\"file\",\"id\":\"file--8ae20dde-83d4-5218-88fd-41ef0dabf9d1\",\"name\":\"x\","
                    + "\"extensions\":{\"x-a-ext\":{\"abc\":[" + filled(",", i -> "1.1e-" + i % 300) + "]}}}";
            case PATTERN_PARENTHESES -> indicator("(".repeat(BYTES));
            case PATTERN_ALTERNATIVES -> indicator("[" + filled(" OR ", i -> "a" + i + ":bbb=1") + "]");
            case PATTERN_SET -> indicator("[abc:bcd IN (" + filled(",", i -> "1") + ")]");
            case PATTERN_PATH -> indicator("[abc:bcd" + "[*]".repeat(BYTES / 3) + "=1]");
            case PATTERN_STRING -> indicator("[abc:bcd='" + "\\\\\\\\".repeat(BYTES / 4) + "']");
            case VERSIONS_OF_ONE_OBJECT -> filled(",", i -> tool("\"name\":\"x\""));
        };
    }

    private static String tool(String more) {
        return "{\"type\":\"tool\",\"id\":\"tool--8ae20dde-83d4-4218-88fd-41ef0dabf9d1\"," + VERSIONS + more + "}";
    }

    private static String indicator(String pattern) {
        return "{\"type\":\"indicator\",\"id\":\"indicator--8ae20dde-83d4-4218-88fd-41ef0dabf9d1\"," + VERSIONS
                + "\"valid_from\":\"2026-01-01T00:00:00Z\",\"pattern_type\":\"stix\",\"pattern\":\"" + pattern + "\"}";
    }

    private static String filled(String separator, IntFunction<String> part) {
        StringBuilder all = new StringBuilder(part.apply(0));
        for (int i = 1; all.length() < BYTES; i++) {
            all.append(separator).append(part.apply(i));
        }
        return all.toString();
    }

    /** Names that share one hash code as Java strings. */
    private static String colliding(int number) {
        StringBuilder name = new StringBuilder();
        for (int bit = 0; bit < COLLIDING_BITS; bit++) {
            name.append((number >> bit & 1) == 0 ? "Aa" : "BB");
        }
        return name.toString();
    }

    @Benchmark
    public Object read() {
        return reader.readEnvelope(body);
    }
}
