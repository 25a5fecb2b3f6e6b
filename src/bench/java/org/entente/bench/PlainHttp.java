package org.entente.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.util.Base64;
import java.util.Locale;
import org.entente.standalone.AccessDocument;

/**
 * One kept-open HTTP/1.1 connection, blocking, with as little of its own as can be: on a machine that client and server share,
 * what the client costs is taken from the server. Not thread safe.
 */
final class PlainHttp implements AutoCloseable {

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final String common;
    private long received;
    private boolean toldWhen;

    PlainHttp(AccessDocument access, String caller) throws IOException {
        URI base = URI.create(access.http());
        AccessDocument.Caller who = access.callers().get(caller);
        String secret = who.username() + ":" + who.password();
        socket = new Socket(base.getHost(), base.getPort());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(60_000);
        in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
        out = socket.getOutputStream();
        common = "\r\nHost: " + base.getAuthority() + "\r\nAuthorization: Basic "
                + Base64.getEncoder().encodeToString(secret.getBytes(UTF_8)) + "\r\n";
    }

    /** Status of the answer, whose body is read and dropped. */
    int post(String path, String type, String accept, byte[] body) throws IOException {
        byte[] head = ("POST " + path + " HTTP/1.1" + common + "Content-Type: " + type + "\r\nAccept: " + accept
                        + "\r\nContent-Length: " + body.length + "\r\n\r\n")
                .getBytes(ISO_8859_1);
        byte[] all = new byte[head.length + body.length];
        System.arraycopy(head, 0, all, 0, head.length);
        System.arraycopy(body, 0, all, head.length, body.length);
        out.write(all);
        return answer();
    }

    int get(String path, String accept) throws IOException {
        out.write(("GET " + path + " HTTP/1.1" + common + "Accept: " + accept + "\r\n\r\n").getBytes(ISO_8859_1));
        return answer();
    }

    /** Bytes of the last answer's body. */
    long received() {
        return received;
    }

    /** Whether the last answer said when to come again. */
    boolean toldWhen() {
        return toldWhen;
    }

    private int answer() throws IOException {
        toldWhen = false;
        int status = Integer.parseInt(line().substring(9, 12));
        long length = 0;
        boolean chunked = false;
        for (String header = line(); !header.isEmpty(); header = line()) {
            String lower = header.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Long.parseLong(lower.substring(15).strip());
            } else if (lower.startsWith("transfer-encoding:")) {
                chunked = lower.contains("chunked");
            } else if (lower.startsWith("retry-after:")) {
                toldWhen = true;
            }
        }
        received = chunked ? chunks() : length;
        if (!chunked) {
            in.skipNBytes(length);
        }
        return status;
    }

    private long chunks() throws IOException {
        long all = 0;
        for (long size = Long.parseLong(line(), 16); size > 0; size = Long.parseLong(line(), 16)) {
            in.skipNBytes(size + 2);
            all += size;
        }
        line();
        return all;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("The exchange closed the connection");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
