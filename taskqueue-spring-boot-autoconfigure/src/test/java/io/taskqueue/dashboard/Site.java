package io.taskqueue.dashboard;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** A bazaar with a web server and a dashboard, for as long as a test needs it. */
final class Site implements AutoCloseable {

    /** Tasks and results in memory. */
    static final String NO_DATABASE = "spring.autoconfigure.exclude="
            + "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration,"
            + "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration,"
            + "org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration";

    private final ConfigurableApplicationContext context;

    private Site(ConfigurableApplicationContext context) {
        this.context = context;
    }

    static Site open(String... properties) {
        return open(List.of(), properties);
    }

    static Site open(List<Class<?>> more, String... properties) {
        List<Class<?>> sources = new ArrayList<>(more);
        sources.add(Bazaar.class);
        List<String> defaults = new ArrayList<>(List.of("server.port=0", "spring.main.banner-mode=off",
                "spring.jmx.enabled=false", "spring.application.name=bazaar", "taskqueue.dashboard.enabled=true"));
        if (Stream.of(properties).noneMatch((property) -> property.startsWith("spring.datasource."))) {
            defaults.add(NO_DATABASE);
        }
        return new Site(new SpringApplicationBuilder(sources.toArray(Class<?>[]::new))
            .properties(defaults.toArray(String[]::new))
            .run(Stream.of(properties).map("--"::concat).toArray(String[]::new)));
    }

    int port() {
        return this.context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }

    <T> T bean(Class<T> type) {
        return this.context.getBean(type);
    }

    @Override
    public void close() {
        bean(Bazaar.Tasks.class).imported.countDown();
        this.context.close();
    }

}
