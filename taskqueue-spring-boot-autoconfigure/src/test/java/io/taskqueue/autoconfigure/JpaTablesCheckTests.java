package io.taskqueue.autoconfigure;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;

import javax.sql.DataSource;

import ch.qos.logback.classic.Level;
import jakarta.persistence.EntityManagerFactory;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class JpaTablesCheckTests {

    @Test
    void letsApplicationsStartWhileTheDatabaseIsAway() {
        DataSource away = answering(DataSource.class, (proxy, method, args) -> {
            throw new SQLException("connection refused");
        });
        try (LogRecorder log = new LogRecorder(MissingTables.class.getName())) {
            check(away).afterSingletonsInstantiated();
            assertThat(log.lines(Level.WARN)).last(InstanceOfAssertFactories.STRING)
                .contains("cannot be reached", "connection refused");
        }
    }

    @Test
    void refusesDatabasesTheStoreCannotWriteTo() {
        assertThatExceptionOfType(TaskQueueStartException.class)
            .isThrownBy(() -> check(oracle()).afterSingletonsInstantiated())
            .satisfies((failure) -> {
                assertThat(failure.problem()).contains("PostgreSQL, MariaDB, MySQL and H2, not in Oracle");
                assertThat(failure.cure()).contains("taskqueue.result.type=memory");
            });
    }

    private static JpaTablesCheck check(DataSource dataSource) {
        return new JpaTablesCheck(dataSource,
                new DefaultListableBeanFactory().getBeanProvider(EntityManagerFactory.class));
    }

    private static DataSource oracle() {
        DatabaseMetaData data = answering(DatabaseMetaData.class, (proxy, method, args) -> "Oracle");
        Connection connection = answering(Connection.class,
                (proxy, method, args) -> method.getName().equals("getMetaData") ? data : null);
        return answering(DataSource.class, (proxy, method, args) -> connection);
    }

    private static <T> T answering(Class<T> type, InvocationHandler answer) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type }, answer));
    }

}
