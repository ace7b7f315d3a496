package io.taskqueue.autoconfigure;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.jdbc.DatabaseDriver;

/** What stops a start for want of tables, in words for whoever has to create them. */
final class MissingTables {

    private static final Logger logger = LoggerFactory.getLogger(MissingTables.class);

    private MissingTables() {
    }

    /**
     * The start fails.
     * @param what whose tables they are, as the beginning of a sentence
     * @param missing what is missing, and nothing where all is there
     * @param room where the scripts are
     * @param flyway where Flyway finds them
     * @param otherwise how to do without them
     */
    static void refuse(String what, List<String> missing, String room, String flyway, String otherwise, String vendor) {
        if (!missing.isEmpty()) {
            throw new TaskQueueStartException(
                    what + " to be kept in the application's database, which lacks " + String.join(", ", missing) + ".",
                    """
                            Create the tables in one of these ways:

                                - let the application do it: taskqueue.schema.initialize=always
                                - let Flyway do it: spring.flyway.locations=classpath:db/migration,classpath:io/taskqueue/%s/{vendor}
                                - run the script io/taskqueue/%s/schema-%s.sql of taskqueue-core's jar

                            Or %s"""
                        .formatted(flyway, room, vendor, otherwise));
        }
    }

    /**
     * What the database calls itself, or {@code null} while it is away, which is no
     * reason not to start.
     */
    static @Nullable String vendor(DataSource dataSource, String what) {
        try (Connection connection = dataSource.getConnection()) {
            return DatabaseDriver.fromProductName(connection.getMetaData().getDatabaseProductName()).getId();
        }
        catch (SQLException away) {
            logger.warn("The database of {} cannot be reached; whether our tables are there is open: {}", what,
                    away.getMessage());
            return null;
        }
    }

}
