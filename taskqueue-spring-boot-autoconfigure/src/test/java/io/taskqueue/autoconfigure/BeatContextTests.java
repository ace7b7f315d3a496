package io.taskqueue.autoconfigure;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.taskqueue.PeriodicTask;
import io.taskqueue.SharedTask;
import io.taskqueue.TaskContext;
import io.taskqueue.actuate.TaskQueueHealthIndicator;
import io.taskqueue.beat.Beat;
import io.taskqueue.beat.ScheduleEntry;
import io.taskqueue.beat.ScheduleOperations;
import io.taskqueue.beat.ScheduleOrigin.Source;
import io.taskqueue.beat.ScheduleSpec;
import io.taskqueue.beat.ScheduleStore;
import io.taskqueue.beat.ScheduleStoreException;
import io.taskqueue.broker.Broker;
import io.taskqueue.broker.Consumer;
import io.taskqueue.broker.ConsumerOptions;
import io.taskqueue.jpa.JpaScheduleStore;
import io.taskqueue.memory.MemoryBroker;
import io.taskqueue.memory.MemoryScheduleStore;
import io.taskqueue.message.TaskMessage;
import io.taskqueue.message.TimeSource;
import io.taskqueue.redis.RedisScheduleStore;
import io.taskqueue.result.Answer;
import io.taskqueue.servers.RedisProcess;
import io.taskqueue.servers.RedisServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Periodic tasks in an application. */
class BeatContextTests {

    private static final Duration SOON = Duration.ofSeconds(20);

    private final ApplicationContextRunner shop = Contexts.plain().withUserConfiguration(Shop.class);

    private static Map<String, ScheduleEntry> schedules(ApplicationContext context) {
        ScheduleOperations schedules = context.getBean(ScheduleOperations.class);
        Awaitility.await().atMost(SOON).until(() -> !schedules.all().isEmpty());
        return schedules.all().stream().collect(Collectors.toMap(ScheduleEntry::name, Function.identity()));
    }

    @Test
    void annotatedTaskComesRound() {
        this.shop.run((context) -> {
            Tasks tasks = context.getBean(Tasks.class);
            Awaitility.await().atMost(SOON).until(() -> tasks.collected.size() >= 2);
            assertThat(tasks.collected).containsOnly("parcels by shop.collect");
        });
    }

    @Test
    void annotationsSayWhenAndHow() {
        this.shop.withPropertyValues("taskqueue.timezone=Europe/Paris", "shop.backup=0 0 4 * * *").run((context) -> {
            Map<String, ScheduleEntry> schedules = schedules(context);
            assertThat(schedules).containsOnlyKeys("shop.collect", "shop.backup", "weekly");
            assertThat(schedules.get("shop.backup").spec())
                .isEqualTo(ScheduleSpec.of("shop.backup", "0 0 4 * * *").when("0 0 4 * * *", "Europe/Paris"));
            ScheduleSpec weekly = schedules.get("weekly").spec();
            assertThat(weekly.zone()).isEqualTo("America/New_York");
            assertThat(weekly.queue()).isEqualTo("slow");
            assertThat(weekly.priority()).isEqualTo(2);
            assertThat(weekly.expires()).isEqualTo(Duration.ofHours(1));
            assertThat(weekly.misfire()).isEqualTo(PeriodicTask.Misfire.SKIP);
            assertThat(weekly.overlap()).isEqualTo(PeriodicTask.Overlap.QUEUE);
            assertThat(schedules.values()).extracting((entry) -> entry.origin().source()).containsOnly(Source.CODE);
        });
    }

    @Test
    void configurationAddsAndOverrides() {
        this.shop.withPropertyValues("taskqueue.beat.schedule.weekly.cron=0 8 * * mon",
                "taskqueue.beat.schedule.[shop.collect].enabled=false",
                "taskqueue.beat.schedule.evening.task=shop.collect", "taskqueue.beat.schedule.evening.every=12h",
                "taskqueue.beat.schedule.evening.args=[\"letters\"]", "taskqueue.beat.schedule.party.task=shop.backup",
                "taskqueue.beat.schedule.party.at=2126-12-31T23:59:00+01:00")
            .run((context) -> {
                Map<String, ScheduleEntry> schedules = schedules(context);
                assertThat(schedules.get("weekly").spec().when()).isEqualTo("0 8 * * mon");
                assertThat(schedules.get("weekly").spec().queue()).isEqualTo("slow");
                assertThat(schedules.get("weekly").origin().source()).isEqualTo(Source.CONFIGURATION);
                assertThat(schedules.get("shop.collect").enabled()).isFalse();
                assertThat(schedules.get("evening").spec().when()).isEqualTo("PT12H");
                assertThat(schedules.get("evening").spec().args()).isEqualTo("[\"letters\"]");
                assertThat(schedules.get("party").runs().next()).hasToString("2126-12-31T22:59:00Z");
            });
    }

    @Test
    void dashMeansNever() {
        this.shop.withPropertyValues("shop.backup=-")
            .run((context) -> assertThat(schedules(context)).containsOnlyKeys("shop.collect", "weekly"));
    }

    @Test
    void nobodyLooksAfterSchedulesWhereThatIsSwitchedOff() {
        this.shop.withPropertyValues("taskqueue.beat.enabled=false").run((context) -> {
            assertThat(context).doesNotHaveBean(Beat.class).hasSingleBean(ScheduleOperations.class);
            assertThat(context.getBean(ScheduleOperations.class).all()).isEmpty();
        });
    }

    @Test
    void storeOfTheApplicationWins() {
        this.shop.withUserConfiguration(OwnStore.class)
            .run((context) -> assertThat(context).getBean(ScheduleStore.class).isSameAs(context.getBean("ownStore")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|',
            value = { "taskqueue.beat.schedule.weekly.cron=0 0 25 * * * | is no cron expression",
                    "taskqueue.beat.schedule.weekly.cron=0 3 * * 7 | Sunday is 0",
                    "taskqueue.beat.schedule.weekly.args=[1, 2, 3] | takes 0 arguments",
                    "taskqueue.beat.schedule.weekly.args=nonsense | Arguments are a JSON array",
                    "taskqueue.beat.schedule.other.every=10s | names no task",
                    "taskqueue.beat.schedule.other.task=shop.backup | does not say when",
                    "taskqueue.tasks[shop.weekly].ignore-result=true | nobody keeps the results of task shop.weekly",
                    "taskqueue.result.type=none | nobody keeps the results of task shop.weekly",
                    "taskqueue.beat.poll=0s | It must be longer than 0" })
    void whatCouldNeverComeRoundStopsTheStart(String property, String problem) {
        this.shop.withPropertyValues(property).run((context) -> {
            assertThat(context).hasFailed();
            assertThat(context.getStartupFailure()).rootCause().hasMessageContaining(problem);
        });
    }

    @Test
    void scheduleHasOneKindOfWhen() {
        this.shop
            .withPropertyValues("taskqueue.beat.schedule.weekly.every=1h",
                    "taskqueue.beat.schedule.weekly.cron=0 3 * * *")
            .run((context) -> assertThat(context).getFailure()
                .rootCause()
                .hasMessageContaining("It may have one of cron, every and at"));
    }

    @Test
    void sharedBrokerWithoutASharedStoreStopsTheStartWithTheCure() {
        this.shop.withUserConfiguration(SharedBroker.class)
            .run((context) -> assertThat(context).getFailure()
                .rootCause()
                .hasMessageContaining("is shared by several processes")
                .hasMessageContaining("taskqueue.result.url=redis://")
                .hasMessageContaining("spring-boot-starter-data-jpa")
                .hasMessageContaining("taskqueue.beat.enabled=false"));
    }

    @Test
    void sharedBrokerWithoutSchedulesStarts() {
        Contexts.plain().withUserConfiguration(SharedBroker.class).run((context) -> {
            assertThat(context).hasNotFailed();
            ScheduleOperations schedules = context.getBean(ScheduleOperations.class);
            assertThat(schedules.all()).isEmpty();
            assertThatThrownBy(() -> schedules.save("a", ScheduleSpec.of("shop.any", "PT1H")))
                .hasMessageContaining("taskqueue.result.url=redis://");
        });
    }

    @Test
    void schedulesAreInTheApplicationsDatabaseWhereResultsAre() {
        String url = "spring.datasource.url=jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";
        ApplicationContextRunner application = Contexts.h2().withUserConfiguration(Shop.class).withPropertyValues(url);
        application.run((context) -> {
            assertThat(context).getBean(ScheduleStore.class).isInstanceOf(JpaScheduleStore.class);
            Tasks tasks = context.getBean(Tasks.class);
            Awaitility.await().atMost(SOON).until(() -> !tasks.collected.isEmpty());
            ScheduleOperations schedules = context.getBean(ScheduleOperations.class);
            ScheduleEntry weekly = schedules.find("weekly").orElseThrow();
            schedules.save("weekly", weekly.spec().when("PT8H", "UTC"));
            schedules.enable("shop.backup", false);
            schedules.save("made", ScheduleSpec.of("shop.backup", "PT9H"));
        });
        application.run((context) -> {
            Map<String, ScheduleEntry> schedules = schedules(context);
            assertThat(schedules.get("weekly").spec().when()).isEqualTo("PT8H");
            assertThat(schedules.get("weekly").origin().edited()).isTrue();
            assertThat(schedules.get("shop.backup").enabled()).isFalse();
            assertThat(schedules.get("made").spec().when()).isEqualTo("PT9H");
        });
    }

    @Test
    void tablesOfSchedulesAreNeededForSchedulesAlone() {
        ApplicationContextRunner application = Contexts.h2()
            .withPropertyValues("taskqueue.schema.initialize=never", "spring.jpa.hibernate.ddl-auto=create-drop");
        application.run((context) -> assertThat(context).hasNotFailed());
        application.withUserConfiguration(Shop.class)
            .run((context) -> assertThat(context).getFailure()
                .rootCause()
                .hasMessageContaining("lacks taskqueue_schedule, taskqueue_firing")
                .hasMessageContaining("taskqueue.schema.initialize=always"));
    }

    @Test
    void schedulesAreInRedisWhereMessagesAre() {
        try (RedisProcess redis = RedisServer.start()) {
            this.shop.withPropertyValues("taskqueue.broker.url=" + redis.url()).run((context) -> {
                assertThat(context).getBean(ScheduleStore.class).isInstanceOf(RedisScheduleStore.class);
                Tasks tasks = context.getBean(Tasks.class);
                Awaitility.await().atMost(SOON).until(() -> !tasks.collected.isEmpty());
                assertThat(schedules(context)).containsKeys("shop.collect", "shop.backup", "weekly");
            });
        }
    }

    @Test
    void healthTellsWhenSchedulesStandStill() {
        this.shop.withConfiguration(AutoConfigurations.of(TaskQueueHealthAutoConfiguration.class))
            .withUserConfiguration(BrokenStore.class)
            .run((context) -> Awaitility.await().atMost(SOON).untilAsserted(() -> {
                Health health = context.getBean(TaskQueueHealthIndicator.class).health();
                assertThat(health.getStatus()).isEqualTo(Status.DOWN);
                assertThat(health.getDetails()).containsKey("schedulesTrouble");
                assertThat(health.getDetails().toString()).doesNotContain("secret-host");
            }));
    }

    @Configuration(proxyBeanMethods = false)
    static class Shop {

        @Bean
        Tasks tasks() {
            return new Tasks();
        }

    }

    static class Tasks {

        final List<String> collected = new CopyOnWriteArrayList<>();

        @SharedTask("shop.collect")
        @PeriodicTask(every = "1s", args = "[\"parcels\"]")
        void collect(String what, TaskContext task) {
            this.collected.add(what + " by " + task.headers().text("periodic_task_name"));
        }

        @SharedTask("shop.backup")
        @PeriodicTask(cron = "${shop.backup:0 0 3 * * *}")
        void backup() {
        }

        @SharedTask("shop.weekly")
        @PeriodicTask(name = "weekly", cron = "0 6 * * mon", zone = "America/New_York", queue = "slow", priority = 2,
                expires = "1h", misfire = PeriodicTask.Misfire.SKIP, overlap = PeriodicTask.Overlap.QUEUE)
        void weekly() {
        }

    }

    @Configuration(proxyBeanMethods = false)
    static class OwnStore {

        @Bean
        ScheduleStore ownStore() {
            return new MemoryScheduleStore(TimeSource.system());
        }

    }

    @Configuration(proxyBeanMethods = false)
    static class BrokenStore {

        @Bean
        ScheduleStore brokenStore() {
            return new MemoryScheduleStore(new TimeSource() {

                @Override
                public Instant now() {
                    throw new ScheduleStoreException("secret-host does not answer", null);
                }

                @Override
                public long nanos() {
                    return System.nanoTime();
                }

            });
        }

    }

    @Configuration(proxyBeanMethods = false)
    static class SharedBroker {

        @Bean
        Broker sharedBroker() {
            return new Shared(new MemoryBroker(MemoryBroker.Options.DEFAULT, TimeSource.system()));
        }

    }

    /** Says that others share it. */
    record Shared(Broker broker) implements Broker {

        @Override
        public List<Answer> publish(Collection<TaskMessage> messages) {
            return this.broker.publish(messages);
        }

        @Override
        public Consumer consume(ConsumerOptions options) {
            return this.broker.consume(options);
        }

        @Override
        public <T> Optional<T> capability(Class<T> type) {
            return Optional.empty();
        }

        @Override
        public String description() {
            return "shared";
        }

        @Override
        public void close() {
            this.broker.close();
        }

    }

}
