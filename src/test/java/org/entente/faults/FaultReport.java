package org.entente.faults;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** The last result of every fault, in {@code target/faults}: a file each, and all of them together as JSON and as Markdown. */
final class FaultReport {

    static final Path FOLDER = Path.of("target", "faults").toAbsolutePath();

    private static final Path RESULTS = FOLDER.resolve("results");
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private FaultReport() {}

    /**
     * What was seen of one fault.
     *
     * @param name a file's name
     * @param fault in words
     * @param accepted versions of objects that their submitters know to be accepted; every subscriber got each once
     * @param answers to requests, by status; {@code none} are connections that broke or took too long
     * @param intakePause longest time in which no submission was accepted, the fault itself included
     * @param deliveryPause the same of any subscriber's getting something
     * @param recovery from the end of the fault until something submitted to every exchange after it had reached everybody
     * @param trouble empty when all was as it should be
     */
    record Result(
            String name,
            String fault,
            int accepted,
            Map<String, Integer> answers,
            Duration intakePause,
            Duration deliveryPause,
            Duration recovery,
            String trouble) {

        Result failed(String why) {
            return new Result(name, fault, accepted, answers, intakePause, deliveryPause, recovery, why);
        }
    }

    static void write(Result result) throws IOException {
        Files.createDirectories(RESULTS);
        ObjectNode node = JSON.createObjectNode()
                .put("fault", result.fault())
                .put("passed", result.trouble().isEmpty())
                .put("accepted", result.accepted())
                .put("intakePauseSeconds", seconds(result.intakePause()))
                .put("deliveryPauseSeconds", seconds(result.deliveryPause()))
                .put("recoverySeconds", seconds(result.recovery()))
                .put("trouble", result.trouble());
        node.set("answers", JSON.valueToTree(result.answers()));
        JSON.writeValue(RESULTS.resolve(result.name() + ".json").toFile(), node);
        writeAll();
    }

    private static void writeAll() throws IOException {
        List<ObjectNode> all = new ArrayList<>();
        List<Path> files;
        try (Stream<Path> listed = Files.list(RESULTS)) {
            files = listed.sorted().toList();
        }
        for (Path file : files) {
            all.add((ObjectNode) JSON.readTree(file.toFile()));
        }
        JSON.writeValue(FOLDER.resolve("report.json").toFile(), all);
        StringBuilder table =
                new StringBuilder("| fault | accepted, each delivered once | answers | longest pause of intake |"
                        + " of delivery | recovered after |\n|---|---|---|---|---|---|\n");
        for (ObjectNode one : all) {
            table.append("| %s | %s | %s | %s s | %s s | %s s |%n"
                    .formatted(
                            one.path("fault").asText(),
                            one.path("passed").asBoolean()
                                    ? one.path("accepted").asText()
                                    : "**FAILED**: "
                                            + one.path("trouble")
                                                    .asText()
                                                    .lines()
                                                    .findFirst()
                                                    .orElse(""),
                            answers(one),
                            one.path("intakePauseSeconds").asText(),
                            one.path("deliveryPauseSeconds").asText(),
                            one.path("recoverySeconds").asText()));
        }
        Files.writeString(FOLDER.resolve("report.md"), table);
    }

    private static String answers(ObjectNode one) {
        List<String> counts = new ArrayList<>();
        one.path("answers")
                .fields()
                .forEachRemaining(answer -> counts.add(answer.getValue() + " × " + answer.getKey()));
        return String.join(", ", counts);
    }

    private static double seconds(Duration duration) {
        return Double.parseDouble(String.format(Locale.ROOT, "%.1f", duration.toMillis() / 1000.0));
    }
}
