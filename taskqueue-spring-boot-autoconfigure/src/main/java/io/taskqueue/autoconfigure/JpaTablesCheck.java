package io.taskqueue.autoconfigure;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

import javax.sql.DataSource;

import jakarta.persistence.EntityManagerFactory;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.jdbc.DatabaseDriver;

import io.taskqueue.jpa.JpaResultBackend;
import io.taskqueue.jpa.JpaSchema;
import io.taskqueue.jpa.entity.TaskResultEntity;
import io.taskqueue.result.ResultStoreException;

/**
 * Stops the start where our tables are missing, rather than the first write. It looks
 * once everybody has had the chance to create them: our script, Flyway or Liquibase, and
 * JPA.
 */
final class JpaTablesCheck implements SmartInitializingSingleton {

    private static final Logger logger = LoggerFactory.getLogger(JpaTablesCheck.class);

    private final DataSource dataSource;

    private final ObjectProvider<EntityManagerFactory> units;

    JpaTablesCheck(DataSource dataSource, ObjectProvider<EntityManagerFactory> units) {
        this.dataSource = dataSource;
        this.units = units;
    }

    @Override
    public void afterSingletonsInstantiated() {
        if (this.units.stream().noneMatch(JpaTablesCheck::mapsResults)) {
            logger.warn(
                    "No persistence unit maps {}, so JPQL cannot ask for tasks; results are stored all the same."
                            + " To map them, add the package {} to those that the EntityManagerFactory scans",
                    TaskResultEntity.class.getSimpleName(), TaskResultEntity.class.getPackageName());
        }
        String vendor = vendor();
        if (vendor != null) {
            requireTables(vendor);
        }
    }

    private void requireTables(String vendor) {
        List<String> missing;
        try {
            missing = JpaSchema.missing(this.dataSource, JpaResultBackend.Options.defaults());
        }
        catch (ResultStoreException failure) {
            throw new TaskQueueStartException(failure.getMessage() + ".",
                    "Keep results elsewhere: taskqueue.result.type=memory.", failure);
        }
        if (!missing.isEmpty()) {
            throw new TaskQueueStartException("Results are to be kept in the application's database, which lacks "
                    + String.join(", ", missing) + ".", cures(vendor));
        }
    }

    private static String cures(String vendor) {
        return """
                Create the tables in one of these ways:

                    - let the application do it: taskqueue.schema.initialize=always
                    - let Flyway do it: spring.flyway.locations=classpath:db/migration,classpath:io/taskqueue/flyway/{vendor}
                    - run the script io/taskqueue/jpa/schema-%s.sql of taskqueue-core's jar

                Or keep results elsewhere: taskqueue.result.type=memory"""
            .formatted(vendor);
    }

    private static boolean mapsResults(EntityManagerFactory unit) {
        return unit.getMetamodel()
            .getEntities()
            .stream()
            .anyMatch((entity) -> entity.getJavaType() == TaskResultEntity.class);
    }

    /**
     * What the database calls itself, or {@code null} while it is away, which is no
     * reason not to start.
     */
    private @Nullable String vendor() {
        try (Connection connection = this.dataSource.getConnection()) {
            return DatabaseDriver.fromProductName(connection.getMetaData().getDatabaseProductName()).getId();
        }
        catch (SQLException away) {
            logger.warn("The database of the results cannot be reached; whether our tables are there is open: {}",
                    away.getMessage());
            return null;
        }
    }

}
