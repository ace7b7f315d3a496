package io.taskqueue.dashboard;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Asks a server of this machine as nobody's library would: any method, path and header.
 */
final class Wire {

    private final int port;

    private final List<String> headers;

    private Wire(int port, List<String> headers) {
        this.port = port;
        this.headers = headers;
    }

    static Wire to(Site site) {
        return new Wire(site.port(), List.of());
    }

    /** The same, saying this as well. */
    Wire with(String... headers) {
        List<String> all = new ArrayList<>(this.headers);
        all.addAll(List.of(headers));
        return new Wire(this.port, all);
    }

    Reply get(String path) {
        return ask("GET", path, "");
    }

    /** An action, as the page sends it: with the cookies and headers it was given. */
    Reply act(String path, String body) {
        Reply me = get("/taskqueue/api/me");
        List<String> given = new ArrayList<>(List.of("Cookie: " + me.cookies(), "Content-Type: application/json"));
        me.at("/headers").properties().forEach((each) -> given.add(each.getKey() + ": " + each.getValue().asString()));
        return with(given.toArray(String[]::new)).ask("POST", path, body);
    }

    Reply ask(String method, String path, String body) {
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.0\r\n");
        if (this.headers.stream().noneMatch((header) -> header.startsWith("Host:"))) {
            head.append("Host: localhost:").append(this.port).append("\r\n");
        }
        this.headers.forEach((header) -> head.append(header).append("\r\n"));
        head.append("Content-Length: ").append(content.length).append("\r\n\r\n");
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), this.port)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().write(content);
            return Reply.of(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        }
        catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /**
     * What came back.
     *
     * @param status as HTTP says it
     * @param headers by their names, in any case
     * @param text the body
     */
    record Reply(int status, Map<String, String> headers, String text) {

        static Reply of(String answer) {
            int end = answer.indexOf("\r\n\r\n");
            String[] head = answer.substring(0, end).split("\r\n");
            Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            for (int i = 1; i < head.length; i++) {
                int colon = head[i].indexOf(':');
                headers.merge(head[i].substring(0, colon), head[i].substring(colon + 1).strip(),
                        (one, other) -> one + "\n" + other);
            }
            return new Reply(Integer.parseInt(head[0].split(" ")[1]), headers, answer.substring(end + 4));
        }

        JsonNode at(String pointer) {
            return JsonMapper.shared().readTree(this.text).at(pointer);
        }

        /** As a browser sends them back. */
        String cookies() {
            return headers().getOrDefault("Set-Cookie", "")
                .lines()
                .map((cookie) -> cookie.replaceAll(";.*", ""))
                .collect(Collectors.joining("; "));
        }

        @Nullable String header(String name) {
            return this.headers.get(name);
        }

    }

}
