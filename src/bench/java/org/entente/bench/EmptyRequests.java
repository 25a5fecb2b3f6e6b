package org.entente.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Requests that sign on and are answered from memory: what HTTP, authentication and the REST layer take where nothing is asked of
 * PostgreSQL but who may come in. Of several callers, as one may not ask so often.
 */
final class EmptyRequests implements Side, AutoCloseable {

    private static final String TAXII = "application/taxii+json;version=2.1";
    private static final List<String> CALLERS = List.of("xa-cert", "xb-cert", "xc-cert");

    private final List<PlainHttp> connections = new ArrayList<>();

    EmptyRequests(Measured measured, int connections) throws IOException {
        for (int i = 0; i < connections; i++) {
            this.connections.add(new PlainHttp(measured.access(), CALLERS.get(i % CALLERS.size())));
        }
    }

    @Override
    public int work(int connection) throws IOException {
        int status = connections.get(connection).get("/taxii2/", TAXII);
        if (status != 200) {
            throw new IllegalStateException("Status " + status);
        }
        return 1;
    }

    @Override
    public void close() throws IOException {
        for (PlainHttp connection : connections) {
            connection.close();
        }
    }
}
