package io.taskqueue.autoconfigure;

import java.util.List;
import java.util.Objects;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;

import io.taskqueue.TaskCatalog;
import io.taskqueue.TaskTemplate;
import io.taskqueue.beat.Beat;
import io.taskqueue.beat.BeatParts;
import io.taskqueue.beat.DeclaredSchedule;
import io.taskqueue.beat.DeclaredSchedules;
import io.taskqueue.beat.InvalidScheduleException;
import io.taskqueue.beat.NoSchedules;
import io.taskqueue.beat.ScheduleOperations;
import io.taskqueue.beat.ScheduleStore;
import io.taskqueue.beat.ScheduleStoreException;
import io.taskqueue.beat.ScheduleTemplate;
import io.taskqueue.broker.Broker;
import io.taskqueue.broker.ProcessLocal;
import io.taskqueue.memory.MemoryScheduleStore;
import io.taskqueue.message.TaskValues;
import io.taskqueue.message.TimeSource;
import io.taskqueue.result.TaskJournal;

/**
 * Periodic tasks: their schedules, what changes these at run time, and the loop that
 * sends them, unless {@code taskqueue.beat.enabled=false}.
 */
@AutoConfiguration(after = TaskQueueAutoConfiguration.class)
@ConditionalOnBean(TaskTemplate.class)
@EnableConfigurationProperties(TaskQueueProperties.class)
public final class TaskQueueBeatAutoConfiguration {

    private static final String CURE = """
            Give schedules a place that all nodes share. Do one of these:

                - keep results in Redis: taskqueue.result.url=redis://…
                - keep results in the application's database: add spring-boot-starter-data-jpa
                - let nobody schedule here: taskqueue.beat.enabled=false""";

    private static final String TABLES = """
            Create the tables in one of these ways:

                - let the application do it: taskqueue.schema.initialize=always
                - let Flyway do it: spring.flyway.locations=classpath:db/migration,classpath:io/taskqueue/flyway/{vendor}
                - run the script io/taskqueue/jpa/schema-<vendor>.sql of taskqueue-core's jar""";

    @Bean
    @ConditionalOnMissingBean(ScheduleStore.class)
    ScheduleStore taskQueueSchedules(Broker broker, TimeSource time) {
        return broker.capability(ProcessLocal.class).isPresent() ? new MemoryScheduleStore(time)
                : new NoSchedules("The broker " + broker.description() + " is shared, and schedules would be kept in"
                        + " the memory of this process alone. " + CURE, time);
    }

    @Bean
    @ConditionalOnMissingBean
    BeatParts taskBeatParts(ScheduleStore store, TaskTemplate tasks, TaskJournal journal, TaskValues values,
            TimeSource time) {
        return new BeatParts(store, tasks, journal, values, time);
    }

    @Bean
    @ConditionalOnMissingBean(ScheduleOperations.class)
    ScheduleTemplate scheduleTemplate(BeatParts parts, ObjectProvider<Beat> beats) {
        return new ScheduleTemplate(parts, () -> beats.stream().forEach(Beat::hurry));
    }

    /**
     * Lazy, since it wants to know all tasks; the context creates it last and starts it.
     */
    @Bean
    @Lazy
    @ConditionalOnMissingBean
    @ConditionalOnBooleanProperty(name = "taskqueue.beat.enabled", matchIfMissing = true)
    Beat taskBeat(BeatParts parts, Broker broker, TaskCatalog catalog, TaskQueueProperties properties,
            ConfigurableListableBeanFactory beans, Environment environment) {
        BeatOptionsOf options = new BeatOptionsOf(properties);
        List<DeclaredSchedule> declared = read(new DeclaredSchedules(catalog, parts, properties.timezone().getId(),
                (text) -> Objects.requireNonNullElse(beans.resolveEmbeddedValue(text), text)), options);
        if (parts.store() instanceof NoSchedules && !declared.isEmpty()) {
            throw new TaskQueueStartException("The broker " + broker.description()
                    + " is shared by several processes, and the schedules that this application declares, such as "
                    + declared.get(0).name() + ", would be kept in the memory of this one alone.", CURE);
        }
        return new Beat(whereKept(parts, declared), options.beat(NodeName.application(environment)), declared);
    }

    /** Whoever has no schedules needs no tables for them. */
    private static BeatParts whereKept(BeatParts parts, List<DeclaredSchedule> declared) {
        List<String> missing = missing(parts.store());
        if (missing.isEmpty()) {
            return parts;
        }
        if (!declared.isEmpty()) {
            throw new TaskQueueStartException("Schedules such as " + declared.get(0).name()
                    + " are to be kept in the application's database, which lacks " + String.join(", ", missing) + ".",
                    TABLES);
        }
        return new BeatParts(new NoSchedules("Its tables are missing. " + TABLES, parts.time()), parts.tasks(),
                parts.journal(), parts.values(), parts.time());
    }

    private static List<String> missing(ScheduleStore store) {
        try {
            return store.missing();
        }
        catch (ScheduleStoreException away) {
            // no reason not to start; what is missing then is said when it is back
            return List.of();
        }
    }

    private static List<DeclaredSchedule> read(DeclaredSchedules schedules, BeatOptionsOf options) {
        try {
            return schedules.read(options.schedules());
        }
        catch (InvalidScheduleException impossible) {
            throw new TaskQueueStartException(impossible.problem() + ".", impossible.cure() + ".", impossible);
        }
    }

}
