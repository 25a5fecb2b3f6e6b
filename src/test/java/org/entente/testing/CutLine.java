package org.entente.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * A line to a service on this machine that a test can cut, as when the service dies, silence, as when the network loses what is
 * sent, or delay; and mend. What was under way on a silent line arrives once it speaks again. Thread safe.
 */
public final class CutLine implements AutoCloseable {

    private static final int PART_BYTES = 64 * 1024;

    private final int servicePort;
    private final int port;
    private final Set<Socket> ends = ConcurrentHashMap.newKeySet();
    private volatile ServerSocket entrance;
    private volatile boolean silent;
    private volatile Duration delay = Duration.ZERO;

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

    /** Carries nothing, tells nobody, and goes on taking connections. */
    public void silence() {
        silent = true;
    }

    /** Carries what it held back, and everything from now on. */
    public synchronized void speak() {
        silent = false;
        notifyAll();
    }

    /** Holds every part of what is sent, of {@value #PART_BYTES} bytes at most, for so long, in both directions. */
    public void delay(Duration each) {
        delay = each;
    }

    /** Takes connections again. */
    public void mend() throws IOException {
        // A port that was listened at a moment ago may not be quite free yet.
        entrance = Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .ignoreExceptionsInstanceOf(BindException.class)
                .until(() -> open(port), opened -> true);
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
            ends.add(caller);
            connect(caller);
            if (at.isClosed()) {
                cut();
            }
        } catch (IOException cut) {
            Thread.onSpinWait();
        }
    }

    private void connect(Socket caller) throws IOException {
        try {
            Socket service = new Socket(InetAddress.getLoopbackAddress(), servicePort);
            ends.add(service);
            daemon(() -> carry(caller, service));
            daemon(() -> carry(service, caller));
        } catch (IOException nobodyThere) {
            // The caller finds a connection that ends.
            ends.remove(caller);
            caller.close();
        }
    }

    private void carry(Socket from, Socket to) {
        try (from;
                to) {
            byte[] part = new byte[PART_BYTES];
            int length = from.getInputStream().read(part);
            while (length >= 0) {
                awaitTurn();
                to.getOutputStream().write(part, 0, length);
                length = from.getInputStream().read(part);
            }
        } catch (IOException | InterruptedException over) {
            Thread.onSpinWait();
        } finally {
            ends.remove(from);
            ends.remove(to);
        }
    }

    private synchronized void awaitTurn() throws InterruptedException {
        long at = System.nanoTime() + delay.toNanos();
        for (long left = at - System.nanoTime(); left > 0; left = at - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        while (silent) {
            wait();
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
