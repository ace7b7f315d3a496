package io.taskqueue.servers;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.jspecify.annotations.Nullable;

/** One client's connection through a proxy. */
final class ProxiedConnection {

    /** A server that is silent for so long has answered all that it was asked. */
    private static final int QUIET_MILLIS = 100;

    private static final int REMEMBERED = 1024;

    private final Socket client;

    private final Socket server;

    private final List<Breakpoint> breakpoints;

    private final ProxyValve valve;

    /** The end of what the client has sent: a text may come in pieces. */
    private String sent = "";

    private volatile @Nullable Breakpoint unanswered;

    ProxiedConnection(Socket client, Socket server, List<Breakpoint> breakpoints, ProxyValve valve) {
        this.client = client;
        this.server = server;
        this.breakpoints = breakpoints;
        this.valve = valve;
    }

    void passRequests() {
        pass(this.client, this.server, (bytes, length) -> {
            Breakpoint breakpoint = breakpoint(bytes, length);
            if (breakpoint == null) {
                return true;
            }
            if (breakpoint.answered()) {
                this.unanswered = breakpoint;
                return true;
            }
            cut(breakpoint);
            return false;
        });
    }

    void passReplies() {
        pass(this.server, this.client, (bytes, length) -> {
            Breakpoint breakpoint = this.unanswered;
            if (breakpoint == null) {
                return true;
            }
            // these bytes may answer an earlier request of the same connection
            awaitQuiet();
            cut(breakpoint);
            return false;
        });
    }

    private void pass(Socket from, Socket to, Inspection inspection) {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] bytes = new byte[16 * 1024];
            for (int length = in.read(bytes); length >= 0; length = in.read(bytes)) {
                this.valve.pass();
                if (!inspection.passes(bytes, length)) {
                    return;
                }
                out.write(bytes, 0, length);
            }
        }
        catch (IOException over) {
            // one of the two closed it, or a cut did
        }
        finally {
            close();
        }
    }

    private @Nullable Breakpoint breakpoint(byte[] bytes, int length) {
        int known = this.sent.length();
        String all = this.sent + new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
        this.sent = all.substring(Math.max(0, all.length() - REMEMBERED));
        return this.breakpoints.stream().filter((breakpoint) -> breakpoint.takes(all, known)).findFirst().orElse(null);
    }

    private void awaitQuiet() throws IOException {
        this.server.setSoTimeout(QUIET_MILLIS);
        try {
            this.server.getInputStream().transferTo(OutputStream.nullOutputStream());
        }
        catch (SocketTimeoutException quiet) {
            // which is what it waits for
        }
    }

    private void cut(Breakpoint breakpoint) {
        close();
        breakpoint.reached().complete(null);
    }

    void close() {
        try (this.client; this.server) {
            // both are closed, even where closing one fails
        }
        catch (IOException broken) {
            // it is gone all the same
        }
    }

    private interface Inspection {

        boolean passes(byte[] bytes, int length) throws IOException;

    }

}
