package org.entente.demo;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.entente.standalone.OwnerOnlyFiles;

/**
 * The passwords of local callers, kept over restarts in a file of mode 0600: the database has only their hashes. Written after
 * every change, so that a kill between two callers leaves none that exists without its secret for longer than a restart.
 */
final class LocalSecrets {

    private static final String NAME = "callers.json";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Path file;
    private final Map<String, String> passwords;

    private LocalSecrets(Path file, Map<String, String> passwords) {
        this.file = file;
        this.passwords = passwords;
    }

    /** What an earlier run left in this data directory. */
    static LocalSecrets in(Path dataDir) {
        Path file = dataDir.resolve("secrets").resolve(NAME);
        return new LocalSecrets(file, Files.exists(file) ? read(file) : new TreeMap<>());
    }

    private static Map<String, String> read(Path file) {
        try {
            return JSON.readerForMapOf(String.class).readValue(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException("The callers' secrets cannot be read; remove " + NAME + " to renew them", e);
        }
    }

    /** The password for HTTP. */
    synchronized Optional<String> http(String caller) {
        return Optional.ofNullable(passwords.get(caller));
    }

    /** The password for Kafka. */
    synchronized Optional<String> kafka(String caller) {
        return Optional.ofNullable(passwords.get(kafkaKey(caller)));
    }

    synchronized void keepHttp(String caller, String password) {
        keep(caller, password);
    }

    synchronized void keepKafka(String caller, String password) {
        keep(kafkaKey(caller), password);
    }

    private static String kafkaKey(String caller) {
        return caller + " kafka";
    }

    private void keep(String key, String password) {
        passwords.put(key, password);
        try {
            OwnerOnlyFiles.write(file, JSON.writeValueAsString(passwords));
        } catch (IOException e) {
            throw new UncheckedIOException("The callers' secrets cannot be kept", e);
        }
    }
}
