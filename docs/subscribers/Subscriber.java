import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * A subscriber in plain Java 17: keeps what it is released in a folder, one file an object and version, drops what is recalled,
 * and acknowledges that. Needs kafka-clients on the class path and nothing else:
 *
 * <pre>java -cp 'lib/*' Subscriber.java subscriber.properties https://exchange.example folder</pre>
 *
 * <p>The properties are those of a Kafka consumer, and user and password once more for acknowledging.
 */
public final class Subscriber {

    private static final String RECALLED = "org.entente.object.recalled.v1";
    private static final Pattern RECALL = Pattern.compile("\"recall\"\\s*:\\s*\"([^\"]+)\"");
    private static final Pattern VERSION = Pattern.compile("\"version\"\\s*:\\s*\"([^\"]+)\"");

    private final Path folder;
    private final String exchange;
    private final String authorization;
    private final HttpClient http = HttpClient.newHttpClient();

    private Subscriber(Path folder, String exchange, String authorization) {
        this.folder = folder;
        this.exchange = exchange;
        this.authorization = authorization;
    }

    public static void main(String[] arguments) throws Exception {
        Properties properties = new Properties();
        try (var file = Files.newBufferedReader(Path.of(arguments[0]))) {
            properties.load(file);
        }
        String user = (String) properties.remove("exchange.user");
        String password = (String) properties.remove("exchange.password");
        properties.putIfAbsent("group.id", user + ".subscriber");
        properties.put("isolation.level", "read_committed");
        properties.put("auto.offset.reset", "earliest");
        properties.put("enable.auto.commit", "false");
        Path folder = Files.createDirectories(Path.of(arguments[2]));
        String secret = Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
        List<String> topics = List.of(
                "entente.feed." + user + ".threats",
                "entente.feed." + user + ".mitigations",
                "entente.feed." + user + ".advisories");
        new Subscriber(folder, arguments[1], "Basic " + secret).run(properties, topics);
    }

    private void run(Properties properties, List<String> topics) throws Exception {
        try (var consumer = new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(topics);
            while (true) {
                ConsumerRecords<String, byte[]> events = consumer.poll(Duration.ofSeconds(1));
                for (ConsumerRecord<String, byte[]> event : events) {
                    take(event);
                }
                if (events.isEmpty()) {
                    acknowledgeAll();
                }
                // After storing: a crash in between brings the last events again, and they are known by their ids.
                consumer.commitSync();
            }
        }
    }

    private void take(ConsumerRecord<String, byte[]> event) throws Exception {
        String type = header(event, "ce_type");
        // A recall counts however often it comes: after a crash what it recalls may have come again too.
        if (!type.equals(RECALLED) && Files.exists(seen(event))) {
            return;
        }
        checkSequence(event);
        switch (type) {
            case "org.entente.object.released.v1",
                    "org.entente.object.revised.v1",
                    "org.entente.object.revoked.v1" -> store(event);
            case RECALLED -> recall(event);
            default -> System.err.println("Passed over, of a newer exchange: " + type);
        }
        System.out.println(type + " " + event.key() + " " + header(event, "ce_tlp"));
    }

    /** A number that is missing is an event that never came: ask for a replay, or read over TAXII. */
    private void checkSequence(ConsumerRecord<String, byte[]> event) throws IOException {
        Path file = folder.resolve("sequence-" + new TopicPartition(event.topic(), event.partition()));
        long sequence = Long.parseLong(header(event, "ce_sequence"));
        if (Files.exists(file) && sequence > Long.parseLong(Files.readString(file)) + 1) {
            System.err.println("A gap on " + event.topic() + " before " + sequence);
        }
        replace(file, Long.toString(sequence).getBytes(StandardCharsets.UTF_8));
    }

    /** What it is known by is noted beside it, so that both are forgotten together when it is recalled. */
    private void store(ConsumerRecord<String, byte[]> event) throws IOException {
        String name = event.key() + "@" + version(event.value());
        replace(folder.resolve(name + ".json"), event.value());
        Files.createDirectories(seen(event).getParent());
        Path events = folder.resolve(name + ".events");
        Files.writeString(events, header(event, "ce_id") + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        Files.writeString(seen(event), "");
    }

    private void recall(ConsumerRecord<String, byte[]> event) throws Exception {
        String data = new String(event.value(), StandardCharsets.UTF_8);
        Matcher version = VERSION.matcher(data);
        // The version comes first: a reason that looks like one comes after it.
        boolean oneVersion = version.find() && version.start() < data.indexOf("\"recall\"");
        String files = event.key() + "@" + (oneVersion ? Instant.parse(version.group(1)).toEpochMilli() : "*") + ".json";
        try (DirectoryStream<Path> dropped = Files.newDirectoryStream(folder, files)) {
            for (Path file : dropped) {
                forget(Path.of(file.toString().replaceFirst("json$", "events")));
                Files.delete(file);
            }
        }
        Matcher recall = RECALL.matcher(data);
        if (recall.find()) {
            Files.write(Files.createDirectories(folder.resolve("to-acknowledge")).resolve(recall.group(1)), new byte[0]);
        }
    }

    /** Somebody else may send in the same version later: it comes under the id it had, and is to be taken. */
    private void forget(Path events) throws IOException {
        if (Files.exists(events)) {
            for (String id : Files.readAllLines(events)) {
                Files.deleteIfExists(folder.resolve("seen").resolve(id));
            }
            Files.delete(events);
        }
    }

    /** When nothing is waiting: one recall may be of many objects, and says that all of them are dropped. */
    private void acknowledgeAll() throws Exception {
        Path waiting = Files.createDirectories(folder.resolve("to-acknowledge"));
        try (DirectoryStream<Path> recalls = Files.newDirectoryStream(waiting)) {
            for (Path recall : recalls) {
                acknowledge(recall.getFileName().toString());
                Files.delete(recall);
            }
        }
    }

    private void acknowledge(String recall) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(exchange + "/api/v1/recalls/" + recall + "/acknowledgements"))
                .header("Authorization", authorization)
                .header("Content-Type", "application/json")
                .timeout(Duration.ofSeconds(30))
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build();
        int status = http.send(request, BodyHandlers.discarding()).statusCode();
        if (status != 200) {
            throw new IOException("The recall could not be acknowledged: " + status);
        }
    }

    /** Its modified, else created, at the top of the object; a real subscriber has a JSON parser. 0 without versions. */
    private static long version(byte[] object) {
        String text = new String(object, StandardCharsets.UTF_8);
        for (String name : List.of("modified", "created")) {
            Matcher found = Pattern.compile("\"" + name + "\"\\s*:\\s*\"([0-9TZ:.-]+)\"").matcher(text);
            if (found.find()) {
                return Instant.parse(found.group(1)).toEpochMilli();
            }
        }
        return 0;
    }

    private Path seen(ConsumerRecord<String, byte[]> event) {
        return folder.resolve("seen").resolve(header(event, "ce_id"));
    }

    private static void replace(Path file, byte[] content) throws IOException {
        Path written = file.resolveSibling(file.getFileName() + ".new");
        Files.write(written, content);
        Files.move(written, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private static String header(ConsumerRecord<String, byte[]> event, String name) {
        Header header = event.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }
}
