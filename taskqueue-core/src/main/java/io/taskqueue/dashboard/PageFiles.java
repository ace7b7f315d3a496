package io.taskqueue.dashboard;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.util.DigestUtils;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/** The page and what it is made of, out of our jar. */
final class PageFiles {

    /** Not a folder that Spring Boot serves by itself. */
    static final String FOLDER = "/META-INF/taskqueue-dashboard/";

    private static final Map<String, MediaType> TYPES = Map.of("html",
            MediaType.parseMediaType("text/html;charset=UTF-8"), "css",
            MediaType.parseMediaType("text/css;charset=UTF-8"), "js",
            MediaType.parseMediaType("text/javascript;charset=UTF-8"), "svg",
            MediaType.parseMediaType("image/svg+xml"));

    /**
     * The page, at the path with a slash; relative addresses in it would lead astray
     * without.
     */
    ServerResponse page(ServerRequest request) {
        String path = request.path();
        return path.endsWith("/") ? file(request, "index.html")
                : ServerResponse.temporaryRedirect(URI.create(path.substring(path.lastIndexOf('/') + 1) + "/")).build();
    }

    /** One of its files. */
    ServerResponse file(ServerRequest request) {
        return file(request, request.pathVariable("file"));
    }

    private static ServerResponse file(ServerRequest request, String name) {
        MediaType type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
        byte[] content = (type != null) ? content(name) : null;
        if (type == null || content == null) {
            return Answers.problem(404, "There is nothing here");
        }
        String tag = "\"" + DigestUtils.md5DigestAsHex(content) + "\"";
        if (tag.equals(request.headers().firstHeader("If-None-Match"))) {
            return ServerResponse.status(304).eTag(tag).cacheControl(CacheControl.noCache()).build();
        }
        return ServerResponse.ok().contentType(type).eTag(tag).cacheControl(CacheControl.noCache()).body(content);
    }

    private static byte @Nullable [] content(String name) {
        try (InputStream file = PageFiles.class.getResourceAsStream(FOLDER + name)) {
            return (file != null) ? file.readAllBytes() : null;
        }
        catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

}
