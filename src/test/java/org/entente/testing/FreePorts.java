package org.entente.testing;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports of 127.0.0.1 for servers that are told theirs before they start. Below those that the system gives out by itself (from 32768
 * on Linux): of these a connection or server of another test could have taken one until the server has started. Each of the JVMs that run
 * tests side by side has its own part of them, since what one was given the others cannot see before its server listens.
 */
public final class FreePorts {

    private static final int OF_EACH = 6_000;
    private static final int FIRST =
            System.getProperty("entente.test.fork", "").endsWith("2") ? 20_000 + OF_EACH : 20_000;
    private static final int END = FIRST + OF_EACH;

    private static final Set<Integer> TAKEN = ConcurrentHashMap.newKeySet();

    private FreePorts() {}

    /** One that nobody listens at, and that this JVM has not been given before. */
    public static int take() throws IOException {
        while (TAKEN.size() < END - FIRST) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, END);
            if (TAKEN.add(port) && isFree(port)) {
                return port;
            }
        }
        throw new IOException("No port is free");
    }

    private static boolean isFree(int port) throws IOException {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.isBound();
        } catch (BindException taken) {
            return false;
        }
    }
}
