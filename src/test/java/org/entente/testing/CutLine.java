package org.entente.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A line from an exchange to a service on this machine that a test can cut, as when the service dies, and mend. Thread safe. */
public final class CutLine implements AutoCloseable {

    private final int servicePort;
    private final int port;
    private final Set<Socket> ends = ConcurrentHashMap.newKeySet();
    private volatile ServerSocket entrance;

    public CutLine(int servicePort) throws IOException {
        this.servicePort = servicePort;
        this.entrance = open(0);
        this.port = entrance.getLocalPort();
        listen(entrance);
    }

    /** Where to connect to instead of the service. */
    public int port() {
        return port;
    }

    /** Ends every connection and takes no further one. */
    public void cut() {
        close(entrance);
        ends.forEach(CutLine::close);
        ends.clear();
    }

    /** Takes connections again. */
    public void mend() throws IOException {
        entrance = open(port);
        listen(entrance);
    }

    @Override
    public void close() {
        cut();
    }

    private static ServerSocket open(int port) throws IOException {
        ServerSocket opened = new ServerSocket();
        opened.setReuseAddress(true);
        opened.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return opened;
    }

    private void listen(ServerSocket at) {
        daemon(() -> {
            while (!at.isClosed()) {
                connect(at);
            }
        });
    }

    private void connect(ServerSocket at) {
        try {
            Socket caller = at.accept();
            Socket service = new Socket(InetAddress.getLoopbackAddress(), servicePort);
            ends.add(caller);
            ends.add(service);
            daemon(() -> carry(caller, service));
            daemon(() -> carry(service, caller));
            if (at.isClosed()) {
                cut();
            }
        } catch (IOException cut) {
            // Cut, or the service takes nobody: the caller finds a connection that ends.
            Thread.onSpinWait();
        }
    }

    private void carry(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException over) {
            Thread.onSpinWait();
        } finally {
            ends.remove(from);
            ends.remove(to);
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "cut-line");
        thread.setDaemon(true);
        thread.start();
    }

    private static void close(AutoCloseable one) {
        try {
            one.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
