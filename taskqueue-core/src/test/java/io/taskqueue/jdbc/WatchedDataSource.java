package io.taskqueue.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

import javax.sql.DataSource;

import org.springframework.jdbc.datasource.DelegatingDataSource;

/** A pool whose statements, commits and rollbacks somebody watches and may prevent. */
final class WatchedDataSource extends DelegatingDataSource {

    private final Watch watch;

    WatchedDataSource(DataSource pool, Watch watch) {
        super(pool);
        this.watch = watch;
    }

    /** Hears of every step, such as {@code executeBatch} or {@code commit}. */
    interface Watch {

        void before(String step) throws SQLException;

        default void after(String step) throws SQLException {
        }

    }

    @Override
    public Connection getConnection() throws SQLException {
        return watched(Connection.class, super.getConnection());
    }

    private <T> T watched(Class<T> type, T real) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type },
                (proxy, method, arguments) -> wrap(step(real, method, arguments))));
    }

    private Object wrap(Object result) {
        if (result instanceof PreparedStatement statement) {
            return watched(PreparedStatement.class, statement);
        }
        return (result instanceof Statement statement) ? watched(Statement.class, statement) : result;
    }

    private Object step(Object real, Method method, Object[] arguments) throws Throwable {
        String name = method.getName();
        if (!name.startsWith("execute") && !name.equals("commit") && !name.equals("rollback")) {
            return call(real, method, arguments);
        }
        this.watch.before(name);
        Object result = call(real, method, arguments);
        this.watch.after(name);
        return result;
    }

    private static Object call(Object real, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(real, arguments);
        }
        catch (InvocationTargetException failure) {
            throw failure.getTargetException();
        }
    }

}
