package org.entente.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.entente.standalone.AccessDocument;

/** Posts of fresh indicators for one community, each answered once everything is durable. */
final class Posts implements Side, AutoCloseable {

    private static final String TAXII = "application/taxii+json;version=2.1";

    private final LogDatabase database;
    private final String community;
    private final int objects;
    private final List<PlainHttp> connections = new ArrayList<>();
    private final List<Indicators> indicators = new ArrayList<>();
    private final List<Indicators.Body> bodies = new ArrayList<>();

    /** @param objects in each post: one goes as a bundle, more as an envelope of TAXII */
    record Size(int connections, int objects) {}

    Posts(LogDatabase database, AccessDocument access, String community, Size size) throws IOException {
        this.database = database;
        this.community = community;
        this.objects = size.objects();
        for (int i = 0; i < size.connections(); i++) {
            connections.add(new PlainHttp(access, "xa-cert"));
            indicators.add(new Indicators());
            bodies.add(objects == 1 ? Indicators.bundle(i, 1) : Indicators.envelope(i, objects));
        }
    }

    @Override
    public int work(int connection) throws IOException {
        indicators.get(connection).renew(bodies.get(connection));
        return again(connection);
    }

    /** Sends the last objects once more, which the exchange then has already. */
    int again(int connection) throws IOException {
        byte[] body = bodies.get(connection).bytes;
        PlainHttp http = connections.get(connection);
        int status = objects == 1
                ? http.post(
                        "/api/v1/submissions?communities=" + community, "application/json", "application/json", body)
                : http.post("/taxii2/exchange/collections/" + community + "/objects/", TAXII, TAXII, body);
        if (status != 202) {
            throw new IllegalStateException("Status " + status);
        }
        return objects;
    }

    @Override
    public void settle() {
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> database.number("SELECT count(*) FROM (SELECT 1 FROM log_pending LIMIT 1) p") == 0);
    }

    @Override
    public void close() throws IOException {
        for (PlainHttp connection : connections) {
            connection.close();
        }
    }
}
