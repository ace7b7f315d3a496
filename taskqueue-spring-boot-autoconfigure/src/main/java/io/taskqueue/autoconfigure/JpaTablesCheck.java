package io.taskqueue.autoconfigure;

import javax.sql.DataSource;

import jakarta.persistence.EntityManagerFactory;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;

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
        String vendor = MissingTables.vendor(this.dataSource, "the results");
        if (vendor != null) {
            requireTables(vendor);
        }
    }

    private void requireTables(String vendor) {
        try {
            MissingTables.refuse("Results are", JpaSchema.missing(this.dataSource, JpaResultBackend.Options.defaults()),
                    "jpa", "flyway", "keep results elsewhere: taskqueue.result.type=memory", vendor);
        }
        catch (ResultStoreException failure) {
            throw new TaskQueueStartException(failure.getMessage() + ".",
                    "Keep results elsewhere: taskqueue.result.type=memory.", failure);
        }
    }

    private static boolean mapsResults(EntityManagerFactory unit) {
        return unit.getMetamodel()
            .getEntities()
            .stream()
            .anyMatch((entity) -> entity.getJavaType() == TaskResultEntity.class);
    }

}
