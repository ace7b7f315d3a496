package io.taskqueue.jdbc;

import org.jspecify.annotations.Nullable;

import io.taskqueue.sql.Schemas;

/** The names of our tables. */
final class Tables {

    private final String prefix;

    Tables(@Nullable String schema) {
        if (schema != null && !Schemas.plain(schema)) {
            throw new IllegalArgumentException("The schema of the broker's tables is a plain identifier, "
                    + "a letter or _ and up to 62 letters, digits and _, and this one is not");
        }
        this.prefix = (schema != null) ? schema + ".taskqueue_" : "taskqueue_";
    }

    String messages() {
        return this.prefix + "message";
    }

    String workers() {
        return this.prefix + "worker";
    }

    String letters() {
        return this.prefix + "dead_letter";
    }

    String revoked() {
        return this.prefix + "revoked";
    }

    String paused() {
        return this.prefix + "paused";
    }

    String notices() {
        return this.prefix + "notice";
    }

}
