package io.taskqueue.jpa;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * A data source that counts what is executed, and whose connections can be made to break
 * at a chosen moment.
 */
final class WatchedDataSource extends DelegatingDataSource {

    /** The statements that were executed, a batch counting as one. */
    final List<String> executed = new CopyOnWriteArrayList<>();

    private volatile Break breaking = Break.NEVER;

    private final AtomicInteger breaks = new AtomicInteger();

    WatchedDataSource(DataSource target) {
        super(target);
    }

    /** Breaks so many times at this moment, and then no more. */
    void breakAt(Break moment, int times) {
        this.breaking = moment;
        this.breaks.set(times);
    }

    @Override
    public Connection getConnection() throws SQLException {
        breakIf(Break.CONNECT);
        Connection connection = super.getConnection();
        return proxy(Connection.class, (proxy, method, arguments) -> {
            if (method.getName().equals("commit")) {
                Object result = invoke(connection, method, arguments);
                breakIf(Break.COMMITTED);
                return result;
            }
            Object result = invoke(connection, method, arguments);
            return (result instanceof PreparedStatement statement) ? watch(statement, String.valueOf(arguments[0]))
                    : result;
        });
    }

    private PreparedStatement watch(PreparedStatement statement, String sql) {
        return proxy(PreparedStatement.class, (proxy, method, arguments) -> {
            if (method.getName().startsWith("execute")) {
                breakIf(Break.EXECUTE);
                this.executed.add(sql);
            }
            return invoke(statement, method, arguments);
        });
    }

    private void breakIf(Break moment) throws SQLException {
        if (this.breaking == moment && this.breaks.getAndUpdate((left) -> Math.max(0, left - 1)) > 0) {
            throw new SQLException("broken on purpose", "08006");
        }
    }

    private static @Nullable Object invoke(Object target, Method method, Object @Nullable [] arguments)
            throws Throwable {
        try {
            return method.invoke(target, arguments);
        }
        catch (InvocationTargetException failure) {
            throw failure.getCause();
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type }, handler));
    }

    /** When it breaks. */
    enum Break {

        NEVER,
        /** When a connection is asked for. */
        CONNECT,
        /** When a statement is executed. */
        EXECUTE,
        /** After the commit, before its answer. */
        COMMITTED

    }

}
