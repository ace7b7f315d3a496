package io.taskqueue.jpa;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import org.hibernate.cfg.Configuration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import io.taskqueue.jpa.JpaResultBackend.Options;
import io.taskqueue.jpa.entity.TaskAttemptEntity;
import io.taskqueue.jpa.entity.TaskCanvasEntity;
import io.taskqueue.jpa.entity.TaskChordBodyEntity;
import io.taskqueue.jpa.entity.TaskChordEndEntity;
import io.taskqueue.jpa.entity.TaskChordEntity;
import io.taskqueue.jpa.entity.TaskHomeEntity;
import io.taskqueue.jpa.entity.TaskResultEntity;
import io.taskqueue.message.TimeSource;
import io.taskqueue.result.Answer;
import io.taskqueue.result.CanvasStore;
import io.taskqueue.result.ChordCounter;
import io.taskqueue.result.ResultStoreException;
import io.taskqueue.result.TaskFilter;
import io.taskqueue.servers.PostgresServer;
import io.taskqueue.servers.TestDatabase;

import static io.taskqueue.jpa.Said.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** Tables, scripts and entities, and that they agree. */
class JpaSchemaTests {

    @ParameterizedTest
    @EnumSource
    void saysWhichTablesAreMissing(Database database) {
        TestDatabase empty = new TestDatabase(database.newUrl());
        assertThat(JpaSchema.present(empty)).isFalse();
        assertThat(JpaSchema.missing(empty, Options.defaults())).containsExactly("taskqueue_result",
                "taskqueue_attempt", "taskqueue_home", "taskqueue_chord", "taskqueue_chord_end", "taskqueue_chord_body",
                "taskqueue_canvas");
        database.createTables(empty);
        assertThat(JpaSchema.present(empty)).isTrue();
        empty.execute("alter table taskqueue_attempt drop column worker");
        assertThat(JpaSchema.missing(empty, Options.defaults())).containsExactly("taskqueue_attempt.worker");
    }

    @Test
    void saysWhenTheDatabaseCannotBeAsked() {
        TestDatabase none = new TestDatabase("jdbc:postgresql://127.0.0.1:1/none");
        assertThatExceptionOfType(ResultStoreException.class).isThrownBy(() -> JpaSchema.present(none));
    }

    @ParameterizedTest
    @EnumSource
    void scriptsMayRunAgain(Database database) {
        JpaResultBackend store = database.emptyStore(TimeSource.system());
        store.store(List.of(Said.queued("a")));
        database.createTables(database.pool());
        assertThat(store.find(List.of("a"))).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = { "h2", "postgresql", "mysql", "mariadb" })
    void flywayRunsTheSameScript(String vendor) throws IOException {
        assertThat(text("io/taskqueue/flyway/" + vendor + "/R__taskqueue_schema.sql"))
            .isEqualTo(text("io/taskqueue/jpa/schema-" + vendor + ".sql"));
    }

    @Test
    void mySqlHasTheTablesOfMariaDb() throws IOException {
        assertThat(text("io/taskqueue/jpa/schema-mysql.sql")).isEqualTo(text("io/taskqueue/jpa/schema-mariadb.sql"));
    }

    @ParameterizedTest
    @EnumSource
    void hibernateAcceptsTheTables(Database database) {
        JpaResultBackend store = database.emptyStore(TimeSource.system());
        store.store(List.of(Said.queued("a"), Said.retry("a", run(1, 1)), Said.success("a", run(2, 1))));
        store.attest("home");
        completeChord(store, "hibernate");
        try (EntityManagerFactory factory = entities(database, "validate");
                EntityManager manager = factory.createEntityManager()) {
            TaskResultEntity task = manager
                .createQuery("select t from TaskqueueResult t where t.state = 'SUCCESS'", TaskResultEntity.class)
                .getSingleResult();
            assertThat(task.getTaskName()).isEqualTo("shop.send_invoice");
            assertThat(task.getResult()).isEqualTo("{\"sent\":true}");
            assertThat(task.getCreatedAt()).isEqualTo(Said.NOON);
            TaskAttemptEntity attempt = manager.find(TaskAttemptEntity.class, new TaskAttemptEntity.Key("a", 1, 1));
            assertThat(attempt.getErrorType()).isEqualTo("java.io.IOException");
            assertThat(manager.find(TaskHomeEntity.class, "home").getSeenAt())
                .isAfter(Said.NOON.minusSeconds(1_000_000_000));
            TaskChordEntity chord = manager.find(TaskChordEntity.class, "hibernate");
            assertThat(chord.getMembers()).isOne();
            assertThat(chord.getEnded()).isOne();
            assertThat(chord.getClaimedBy()).isEqualTo("a");
            assertThat(chord.getCallback()).isEqualTo("{}");
            assertThat(chord.getRemoveAt()).isAfter(chord.getClaimedAt());
            TaskChordEndEntity end = manager.find(TaskChordEndEntity.class,
                    new TaskChordEndEntity.Key("hibernate", "a"));
            assertThat(end.getPlace()).isEqualTo(3);
            TaskChordBodyEntity body = manager.find(TaskChordBodyEntity.class, "hibernate");
            assertThat(body.getCopy()).isEqualTo("copy");
            assertThat(body.getRemoveAt()).isAfter(Said.NOON);
            TaskCanvasEntity canvas = manager.find(TaskCanvasEntity.class, "hibernate");
            assertThat(canvas.getCanvas()).isEqualTo("{}");
            assertThat(canvas.getRemoveAt()).isAfter(Said.NOON);
            assertThat(end.getResult()).isEqualTo("{\"sent\":true}");
        }
    }

    @ParameterizedTest
    @EnumSource
    void worksOnTablesThatHibernateMade(Database database) {
        TestDatabase empty = new TestDatabase(database.newUrl());
        try (EntityManagerFactory factory = entities(empty, "create")) {
            JpaResultBackend store = new JpaResultBackend(empty, Options.defaults(), TimeSource.system());
            assertThat(factory.isOpen()).isTrue();
            assertThat(JpaSchema.present(empty)).isTrue();
            assertThat(store
                .store(List.of(Said.retry("a", run(1, 1)), Said.success("a", run(2, 1)).value("x".repeat(1_000_000)))))
                .allMatch(Answer::isDone);
            assertThat(store.record("a").orElseThrow().attempts()).hasSize(2);
            completeChord(store, "c");
        }
    }

    @Test
    void worksInASchemaOfItsOwn() {
        TestDatabase database = PostgresServer.database();
        database.execute("create schema tasks");
        Options options = Options.defaults().schema("tasks");
        assertThat(JpaSchema.missing(database, options)).hasSize(7);
        Database.POSTGRES.createTables(new TestDatabase(database.url() + "&currentSchema=tasks"));
        assertThat(JpaSchema.missing(database, options)).isEmpty();
        JpaResultBackend store = new JpaResultBackend(database, options, TimeSource.system());
        assertThat(store.store(List.of(Said.queuedFrom("a", "home"), Said.retry("b", run(1, 1)))))
            .allMatch(Answer::isDone);
        store.leave("home");
        store.store(List.of(Said.queuedFrom("c", "home")));
        assertThat(store.markLost(Duration.ofMinutes(1), 10)).isOne();
        assertThat(store.count(TaskFilter.all())).hasSize(2);
        assertThat(store.record("b")).isPresent();
        store.forget(List.of("a", "b", "c"));
        assertThat(store.removeExpired(10)).isZero();
        completeChord(store, "c");
        assertThat(store.search(TaskFilter.all(), null, 10).tasks()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = { "PostgreSQL", "MySQL", "MariaDB", "Oracle", "MSSQLServer", "LEGACY" })
    void worksInEachModeOfH2(String mode) {
        TestDatabase database = new TestDatabase(
                "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1;DATABASE_TO_UPPER=false;MODE=" + mode);
        Database.H2.createTables(database);
        assertWorks(database);
    }

    @ParameterizedTest
    @EnumSource
    void worksOnConnectionsWithoutAutoCommit(Database database) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(database.newUrl());
        config.setAutoCommit(false);
        try (HikariDataSource pool = new HikariDataSource(config)) {
            assertThat(JpaSchema.missing(pool, Options.defaults())).hasSize(7);
            new TransactionTemplate(new DataSourceTransactionManager(pool))
                .executeWithoutResult((status) -> database.createTables(pool));
            assertWorks(pool);
        }
    }

    private static void assertWorks(DataSource dataSource) {
        assertThat(JpaSchema.present(dataSource)).isTrue();
        JpaResultBackend store = new JpaResultBackend(dataSource, Options.defaults(), TimeSource.system());
        store.attest("home");
        for (int i = 0; i < 2; i++) {
            assertThat(store.store(List.of(Said.retry("a", run(1, 1)), Said.queued("b")))).noneMatch(Answer::retryable);
            store.store(List.of(Said.success("a", run(2, 1))));
        }
        assertThat(store.record("a").orElseThrow().attempts()).hasSize(2);
        assertThat(store.search(TaskFilter.all().containing("invoice"), null, 1).next()).isNull();
        assertThat(store.markLost(Duration.ofMinutes(1), 10)).isZero();
        assertThat(store.removeExpired(10)).isZero();
        store.leave("home");
        completeChord(store, "c");
        store.forget(List.of("a"));
        assertThat(store.find(List.of("a", "b"))).containsOnlyKeys("b");
    }

    private static void completeChord(JpaResultBackend store, String chord) {
        ChordCounter counter = store.capability(ChordCounter.class).orElseThrow();
        for (int i = 0; i < 2; i++) {
            counter.open(List.of(new ChordCounter.Opening(chord, 1)));
        }
        ChordCounter.Part part = new ChordCounter.Part(chord, 3, Said.success("a", run(2, 1)), "{}");
        assertThat(counter.count(List.of(part, part))).allMatch(ChordCounter.Counted::complete);
        assertThat(counter.unfinished(Duration.ofHours(1), 1)).isEmpty();
        assertThat(counter.begin(chord, "copy")).isTrue();
        CanvasStore canvases = store.capability(CanvasStore.class).orElseThrow();
        canvases.remember(chord, "{}");
        canvases.remember(chord, "{}");
        assertThat(canvases.canvas(chord)).contains("{}");
    }

    @ParameterizedTest
    @ValueSource(strings = { "x; drop table taskqueue_result", "a\"b", "a'b", "a b", "a.b", "", "1a", "ä", "a\nb", "a`",
            "a-b" })
    @Tag("S37")
    void refusesASchemaThatIsNoPlainIdentifier(String schema) {
        assertThatIllegalArgumentException().isThrownBy(() -> Options.defaults().schema(schema))
            .withMessageContaining("schema");
    }

    @Test
    @Tag("S37")
    void refusesASchemaOfThreeHundredCharacters() {
        assertThatIllegalArgumentException().isThrownBy(() -> Options.defaults().schema("a".repeat(300)));
        assertThat(Options.defaults().schema("a".repeat(63)).schema()).hasSize(63);
    }

    private static EntityManagerFactory entities(Database database, String action) {
        return entities(database.pool(), action);
    }

    private static EntityManagerFactory entities(DataSource dataSource, String action) {
        Configuration configuration = new Configuration().addAnnotatedClass(TaskResultEntity.class)
            .addAnnotatedClass(TaskAttemptEntity.class)
            .addAnnotatedClass(TaskHomeEntity.class)
            .addAnnotatedClass(TaskChordEntity.class)
            .addAnnotatedClass(TaskChordEndEntity.class)
            .addAnnotatedClass(TaskChordBodyEntity.class)
            .addAnnotatedClass(TaskCanvasEntity.class);
        configuration.getProperties()
            .putAll(Map.of("hibernate.connection.datasource", dataSource, "hibernate.hbm2ddl.auto", action));
        return configuration.buildSessionFactory();
    }

    private static String text(String resource) throws IOException {
        return new ClassPathResource(resource).getContentAsString(StandardCharsets.UTF_8);
    }

}
