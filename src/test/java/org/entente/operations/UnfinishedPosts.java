package org.entente.operations;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Posts whose bodies do not end: the exchange has begun with them, and waits. Not thread safe. */
final class UnfinishedPosts implements AutoCloseable {

    private final URI address;
    private final List<Socket> open = new ArrayList<>();

    UnfinishedPosts(URI address) {
        this.address = address;
    }

    /** Returns when the exchange has said that it waits for the body. */
    void begin(String user, String password) throws IOException {
        Socket socket = new Socket(address.getHost(), address.getPort());
        open.add(socket);
        socket.setSoTimeout(60_000);
        String head = "POST " + address.getPath() + " HTTP/1.1\r\nHost: " + address.getAuthority() + "\r\n"
                + "Authorization: " + ProductionExchange.basic(user, password) + "\r\n"
                + "Content-Type: application/stix+json;version=2.1\r\nContent-Length: 1000\r\n"
                + "Expect: 100-continue\r\n\r\n";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        byte[] answer = socket.getInputStream().readNBytes("HTTP/1.1 100".length());
        if (!new String(answer, StandardCharsets.US_ASCII).equals("HTTP/1.1 100")) {
            throw new AssertionError("It does not wait: " + new String(answer, StandardCharsets.US_ASCII));
        }
    }

    @Override
    public void close() throws IOException {
        for (Socket socket : open) {
            socket.close();
        }
    }
}
