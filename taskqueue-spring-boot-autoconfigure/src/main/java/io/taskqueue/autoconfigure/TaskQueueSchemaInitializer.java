package io.taskqueue.autoconfigure;

import java.util.List;

import javax.sql.DataSource;

import org.springframework.boot.jdbc.EmbeddedDatabaseConnection;
import org.springframework.boot.jdbc.init.DataSourceScriptDatabaseInitializer;
import org.springframework.boot.jdbc.init.PlatformPlaceholderDatabaseDriverResolver;
import org.springframework.boot.sql.init.DatabaseInitializationMode;
import org.springframework.boot.sql.init.DatabaseInitializationSettings;

import io.taskqueue.autoconfigure.TaskQueueProperties.SchemaInitialization;

/**
 * Creates our tables before anybody needs them: after Flyway or Liquibase, and before
 * JPA.
 */
public class TaskQueueSchemaInitializer extends DataSourceScriptDatabaseInitializer {

    /**
     * Optional, since a database that the store cannot write to has no script, and is
     * told so in better words later.
     */
    private static final String SCRIPT = "optional:classpath:io/taskqueue/%s/schema-@@platform@@.sql";

    /** Creates the tables of results. */
    public TaskQueueSchemaInitializer(DataSource dataSource, SchemaInitialization initialize) {
        this(dataSource, initialize, "jpa");
    }

    /**
     * Creates the tables of one room.
     * @param room which one, such as {@code jpa} for results
     */
    public TaskQueueSchemaInitializer(DataSource dataSource, SchemaInitialization initialize, String room) {
        super(dataSource, settings(dataSource, initialize, SCRIPT.formatted(room)));
    }

    private static DatabaseInitializationSettings settings(DataSource dataSource, SchemaInitialization initialize,
            String script) {
        DatabaseInitializationSettings settings = new DatabaseInitializationSettings();
        settings.setMode(DatabaseInitializationMode.valueOf(initialize.name()));
        settings.setSchemaLocations(scripts(dataSource, initialize, script));
        return settings;
    }

    /** An external database is not even asked what it is, unless it is to be changed. */
    private static List<String> scripts(DataSource dataSource, SchemaInitialization initialize, String script) {
        boolean run = switch (initialize) {
            case ALWAYS -> true;
            case EMBEDDED -> EmbeddedDatabaseConnection.isEmbedded(dataSource);
            case NEVER -> false;
        };
        return run ? new PlatformPlaceholderDatabaseDriverResolver().resolveAll(dataSource, script) : List.of();
    }

}
