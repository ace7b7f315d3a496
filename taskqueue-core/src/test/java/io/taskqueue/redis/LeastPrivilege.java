package io.taskqueue.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The user that the documentation tells to create, read from there, so that the two
 * cannot differ.
 *
 * @param line the line of an ACL file
 * @param name the user's name
 * @param password and password
 */
record LeastPrivilege(String line, String name, String password) {

    private static final Path DOCUMENT = Path.of("..", "docs", "redis.md");

    private static final Pattern LINE = Pattern.compile("^user (\\S+) on >(\\S+) .*$", Pattern.MULTILINE);

    static LeastPrivilege documented() {
        try {
            Matcher found = LINE.matcher(Files.readString(DOCUMENT));
            if (!found.find()) {
                throw new IllegalStateException(DOCUMENT + " tells no user");
            }
            return new LeastPrivilege(found.group(), found.group(1), found.group(2));
        }
        catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The same rights for another application: its own user, keys and channels. */
    LeastPrivilege of(String other) {
        return new LeastPrivilege(this.line.replace("user " + this.name, "user " + other)
            .replace("&" + this.name + ":", "&" + other + ":")
            .replace("~" + this.name + ":", "~" + other + ":"), other, this.password);
    }

    String url(int port) {
        return "redis://" + this.name + ":" + this.password + "@127.0.0.1:" + port + "/0";
    }

}
