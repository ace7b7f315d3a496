package io.taskqueue.autoconfigure;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerResponse;

import io.taskqueue.TaskCatalog;
import io.taskqueue.console.TaskConsole;
import io.taskqueue.dashboard.Dashboard;
import io.taskqueue.dashboard.DashboardOptions;
import io.taskqueue.dashboard.Entrance;
import io.taskqueue.message.TimeSource;

/**
 * The dashboard, where it is asked for. It brings no rules of Spring Security: a chain of
 * ours would make Boot's back off, and leave the rest of the application open.
 */
@AutoConfiguration(after = TaskQueueConsoleAutoConfiguration.class)
@ConditionalOnWebApplication(type = Type.SERVLET)
@ConditionalOnClass(RouterFunction.class)
@ConditionalOnBooleanProperty("taskqueue.dashboard.enabled")
@ConditionalOnBean(TaskConsole.class)
@EnableConfigurationProperties(TaskQueueProperties.class)
@ImportRuntimeHints(DashboardHints.class)
public final class TaskQueueDashboardAutoConfiguration {

    private static final Logger logger = LoggerFactory.getLogger(TaskQueueDashboardAutoConfiguration.class);

    private static final String SPRING_SECURITY = "org.springframework.security.web.SecurityFilterChain";

    @Bean
    @ConditionalOnMissingBean
    Dashboard taskQueueDashboard(TaskConsole console, TaskCatalog catalog, TaskQueueProperties properties,
            TimeSource time, Environment environment) {
        return new Dashboard(console, catalog, entrance(properties.dashboard()),
                options(properties.dashboard(), environment), time);
    }

    @Bean
    RouterFunction<ServerResponse> taskQueueDashboardRoutes(Dashboard dashboard) {
        return dashboard.routes();
    }

    private static DashboardOptions options(TaskQueueProperties.Dashboard properties, Environment environment) {
        String place = properties.environment();
        try {
            return new DashboardOptions(properties.path(), NodeName.application(environment),
                    (place != null) ? place : String.join(", ", environment.getActiveProfiles()), properties.readOnly(),
                    properties.showValues());
        }
        catch (IllegalArgumentException unusable) {
            throw new TaskQueueStartException(String.valueOf(unusable.getMessage()) + ".",
                    "Set taskqueue.dashboard.path to such a path.", unusable);
        }
    }

    private static Entrance entrance(TaskQueueProperties.Dashboard properties) {
        if (properties.allowUnauthenticated()) {
            logger.warn("The dashboard at {} lets everybody in, because of taskqueue.dashboard.allow-unauthenticated",
                    properties.path());
            return Entrance.open();
        }
        if (ClassUtils.isPresent(SPRING_SECURITY, TaskQueueDashboardAutoConfiguration.class.getClassLoader())) {
            logger.info("The dashboard at {} is for the roles {}; {} may act", properties.path(),
                    properties.viewRoles(), properties.actRoles());
            return Entrance.forRoles(properties.viewRoles(), properties.actRoles());
        }
        logger.info("The dashboard at {} answers only this machine, as there is no Spring Security", properties.path());
        return Entrance.forThisMachine();
    }

}
