package io.taskqueue.servers;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import javax.net.ssl.SSLSocketFactory;

/**
 * A connection that speaks Redis's protocol, with no client library between the test and
 * the server. For one thread at a time.
 */
public final class RespSocket implements AutoCloseable {

    private final Socket socket;

    private final DataInputStream in;

    private RespSocket(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    }

    /** Connects, logs in and selects the database, all as the URL says. */
    public static RespSocket open(String url) throws IOException {
        URI uri = URI.create(url);
        RespSocket connection = new RespSocket(socket(uri));
        try {
            connection.greet(uri);
        }
        catch (IOException | RuntimeException failure) {
            connection.close();
            throw failure;
        }
        return connection;
    }

    private static Socket socket(URI uri) throws IOException {
        Socket socket = "rediss".equals(uri.getScheme()) ? SSLSocketFactory.getDefault().createSocket() : new Socket();
        socket.connect(new InetSocketAddress(uri.getHost(), (uri.getPort() < 0) ? 6379 : uri.getPort()), 3000);
        socket.setSoTimeout(10_000);
        return socket;
    }

    private void greet(URI uri) throws IOException {
        if (uri.getUserInfo() != null) {
            String[] login = uri.getUserInfo().split(":", 2);
            ask(login[0].isEmpty() ? new String[] { "AUTH", login[1] } : new String[] { "AUTH", login[0], login[1] });
        }
        if (uri.getPath().length() > 1) {
            ask("SELECT", uri.getPath().substring(1));
        }
    }

    /**
     * Sends a command and returns the answer as text: the elements of an array one a
     * line, nothing for null. An error is thrown with its own text.
     */
    public String ask(String... command) throws IOException {
        StringBuilder request = new StringBuilder("*" + command.length + "\r\n");
        for (String word : command) {
            request.append('$').append(word.getBytes(StandardCharsets.UTF_8).length).append("\r\n");
            request.append(word).append("\r\n");
        }
        this.socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.UTF_8));
        return answer();
    }

    private String answer() throws IOException {
        String line = line();
        String rest = line.substring(1);
        return switch (line.charAt(0)) {
            case '+', ':' -> rest;
            case '$' -> bulk(Integer.parseInt(rest));
            case '*' -> array(Integer.parseInt(rest));
            default -> throw new IllegalStateException(rest);
        };
    }

    private String bulk(int length) throws IOException {
        if (length < 0) {
            return "";
        }
        byte[] bytes = new byte[length];
        this.in.readFully(bytes);
        line();
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private String array(int length) throws IOException {
        List<String> elements = new ArrayList<>();
        IllegalStateException refusal = null;
        for (int i = 0; i < length; i++) {
            try {
                elements.add(answer());
            }
            catch (IllegalStateException failure) {
                refusal = failure;
            }
        }
        if (refusal != null) {
            throw refusal;
        }
        return String.join("\n", elements);
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = this.in.read(); c != '\n'; c = this.in.read()) {
            if (c < 0) {
                throw new EOFException("The server closed the connection");
            }
            line.append((char) c);
        }
        return line.substring(0, Math.max(0, line.length() - 1));
    }

    @Override
    public void close() throws IOException {
        this.socket.close();
    }

}
