package io.taskqueue.actuate;

import java.util.ArrayList;
import java.util.List;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** An application with a web server of its own, for as long as a test needs it. */
final class Server implements AutoCloseable {

    /** Without a database. */
    static final String NO_DATABASE = "spring.autoconfigure.exclude="
            + "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration,"
            + "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration,"
            + "org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration";

    private final ConfigurableApplicationContext context;

    private Server(ConfigurableApplicationContext context) {
        this.context = context;
    }

    static Server start(List<Class<?>> more, String... properties) {
        List<Class<?>> sources = new ArrayList<>(more);
        sources.add(Depot.class);
        List<String> arguments = new ArrayList<>(
                List.of("server.port=0", "spring.main.banner-mode=off", "spring.jmx.enabled=false", NO_DATABASE));
        arguments.addAll(List.of(properties));
        return new Server(new SpringApplicationBuilder(sources.toArray(Class<?>[]::new))
            .run(arguments.stream().map("--"::concat).toArray(String[]::new)));
    }

    Http http() {
        return Http.on(this.context.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
    }

    <T> T bean(Class<T> type) {
        return this.context.getBean(type);
    }

    @Override
    public void close() {
        this.context.close();
    }

}
