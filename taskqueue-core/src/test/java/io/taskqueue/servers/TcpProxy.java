package io.taskqueue.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A bad network between a client and a server: it can be cut, refuse connections, stall,
 * and break at the very moment that a test names.
 */
public final class TcpProxy implements AutoCloseable {

    private static final long DOORKEEPER_MILLIS = 5_000;

    private final InetSocketAddress server;

    private final int port;

    private final Set<ProxiedConnection> connections = ConcurrentHashMap.newKeySet();

    private final List<Breakpoint> breakpoints = new CopyOnWriteArrayList<>();

    private final ProxyValve valve = new ProxyValve();

    private volatile ServerSocket door;

    private volatile Thread doorkeeper;

    public TcpProxy(String host, int port) {
        this.server = new InetSocketAddress(host, port);
        try {
            this.port = Program.lastingPort();
            this.door = open();
        }
        catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The port on this machine that leads to the server. */
    public int port() {
        return this.port;
    }

    /** Closes all connections that there are; new ones are welcome. */
    public void cut() {
        this.connections.forEach(ProxiedConnection::close);
    }

    /** Refuses new connections while true; those that there are go on. */
    public synchronized void refuse(boolean refused) {
        try {
            if (refused) {
                this.door.close();
                // as long as it waits at the door, the kernel keeps that open
                this.doorkeeper.join(DOORKEEPER_MILLIS);
            }
            else if (this.door.isClosed()) {
                this.door = open();
            }
        }
        catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Holds every byte back while true, both ways, on connections that stay open. */
    public void stall(boolean stalled) {
        this.valve.close(stalled);
    }

    /**
     * Cuts one connection, once: where a client is about to send this text, which the
     * server never sees.
     * @return done when it has happened
     */
    public CompletableFuture<Void> cutBeforeRequest(String text) {
        return add(new Breakpoint(text, false));
    }

    /**
     * Cuts one connection, once: when the server has answered a request with this text,
     * of which the client learns nothing.
     * @return done when it has happened
     */
    public CompletableFuture<Void> cutBeforeReply(String text) {
        return add(new Breakpoint(text, true));
    }

    private CompletableFuture<Void> add(Breakpoint breakpoint) {
        this.breakpoints.add(breakpoint);
        return breakpoint.reached();
    }

    private ServerSocket open() throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), this.port));
        this.doorkeeper = daemon("accept", () -> accept(socket));
        return socket;
    }

    private void accept(ServerSocket socket) {
        while (!socket.isClosed()) {
            try {
                connect(socket.accept());
            }
            catch (IOException closed) {
                // by refuse or close
            }
        }
    }

    private void connect(Socket client) {
        Socket upstream = new Socket();
        ProxiedConnection connection = new ProxiedConnection(client, upstream, this.breakpoints, this.valve);
        this.connections.add(connection);
        try {
            upstream.connect(this.server, 3000);
            daemon("requests", () -> {
                connection.passRequests();
                this.connections.remove(connection);
            });
            daemon("replies", connection::passReplies);
        }
        catch (IOException away) {
            connection.close();
            this.connections.remove(connection);
        }
    }

    private Thread daemon(String name, Runnable work) {
        Thread thread = new Thread(work, "proxy-" + this.port + "-" + name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    @Override
    public void close() {
        refuse(true);
        cut();
    }

}
