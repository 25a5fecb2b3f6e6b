package org.entente.relay;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** A broker in a process of its own, so that its processor time can be told from the exchange's. */
public final class MeasuredBroker implements AutoCloseable {

    /** For the topics of a thousand partners: with 256 MiB a broker came to a halt while it made those of 500. */
    private static final int HEAP_MEBIBYTES = 1_024;

    private final BrokerProcess broker;

    public MeasuredBroker(Path folder) throws IOException {
        broker = new BrokerProcess(folder)
                .withHeap(HEAP_MEBIBYTES)
                .with(Map.of(
                        "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                        "super.users", "User:ANONYMOUS",
                        "log.retention.ms", "-1"))
                .start();
    }

    public String address() {
        return broker.address();
    }

    public long pid() {
        return broker.pid();
    }

    @Override
    public void close() {
        broker.close();
    }
}
