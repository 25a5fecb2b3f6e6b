package org.entente.standalone;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Finds ports of 127.0.0.1 that nobody listens at. */
final class LoopbackPorts {
    /** Spelled out, since {@code localhost} may mean ::1 first and neither service listens there. */
    static final String HOST = "127.0.0.1";

    private LoopbackPorts() {}

    /**
     * As many different free ports as asked for. Another process may take one before it is used: the caller notices at
     * binding, and asks again.
     */
    static int[] free(int count) throws IOException {
        ServerSocket[] sockets = new ServerSocket[count];
        int[] ports = new int[count];
        try {
            for (int i = 0; i < count; i++) {
                sockets[i] = new ServerSocket(0, 1, InetAddress.getByName(HOST));
                ports[i] = sockets[i].getLocalPort();
            }
            return ports;
        } finally {
            for (ServerSocket socket : sockets) {
                if (socket != null) {
                    socket.close();
                }
            }
        }
    }

    /** Whether nothing listens at the port now. */
    static boolean isFree(int port) throws IOException {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName(HOST))) {
            return socket.isBound();
        } catch (java.net.BindException taken) {
            return false;
        }
    }
}
