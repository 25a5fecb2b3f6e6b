package org.entente.standalone;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;

/** The configuration of running services as a file of mode 0600, for the same process to read again under another class loader. */
final class RunningFile {
    private RunningFile() {}

    static Path write(Path dataDir, Map<String, String> configuration) throws IOException {
        Properties properties = new Properties();
        properties.putAll(configuration);
        StringWriter text = new StringWriter();
        properties.store(text, "What the running exchange was told; of no meaning once it has stopped.");
        Path file = dataDir.resolve("running.properties");
        OwnerOnlyFiles.write(file, text.toString());
        return file;
    }

    static Map<String, String> read(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader text = Files.newBufferedReader(file)) {
            properties.load(text);
        }
        return properties.stringPropertyNames().stream()
                .collect(Collectors.toUnmodifiableMap(name -> name, properties::getProperty));
    }
}
