package io.taskqueue.jpa;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Supplier;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

import io.taskqueue.Scale;
import io.taskqueue.jpa.JpaResultBackend.Options;
import io.taskqueue.message.TimeSource;
import io.taskqueue.result.TaskFilter;
import io.taskqueue.result.TaskPage;
import io.taskqueue.result.TaskState;
import io.taskqueue.servers.PostgresServer;
import io.taskqueue.servers.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Lists, lookups and upkeep over many rows, on PostgreSQL: a million under
 * {@code -Pendurance}.
 */
@Tag("S30")
class JpaScaleTests {

    private static final int ROWS = Scale.current().tasks() * 100;

    private static final TestDatabase DATABASE = PostgresServer.database();

    /** One session, which knows at once what it has scanned. */
    private static final SingleConnectionDataSource SESSION = session();

    private static final JpaResultBackend STORE = new JpaResultBackend(SESSION, Options.defaults(),
            TimeSource.system());

    @BeforeAll
    static void fill() {
        Database.POSTGRES.createTables(DATABASE);
        // one failure and one member of a group in a thousand, one task of a rare name
        // and queue in ten thousand
        DATABASE.execute(
                """
                        insert into taskqueue_result (task_id, task_name, queue, group_id, home, state, result, attempt,
                                deliveries, created_at, updated_at, done_at, remove_at, run_token, standing)
                        select 'task-' || i, case when mod(i, 10000) = 0 then 'rare' else 'name-' || mod(i, 20) end,
                                case when mod(i, 10000) = 0 then 'rare' else 'queue-' || mod(i, 5) end,
                                case when mod(i, 1000) = 0 then 'group-' || i / 10000 end,
                                case when mod(i, 5000) = 0 then 'home' end,
                                case when mod(i, 5000) = 0 then 'QUEUED' when mod(i, 1000) = 0 then 'FAILURE' else 'SUCCESS' end,
                                repeat('x', 200), 1, 1,
                                moment, moment, case when mod(i, 5000) = 0 then null else moment end, moment + interval '300 days',
                                '', 16 * 4294967297 + 9
                        from (select i, timestamptz '2026-11-21 12:00:00+00' - i * interval '1 second' as moment
                                from generate_series(1, %d) as i) as n"""
                    .formatted(ROWS));
        DATABASE.execute("analyze taskqueue_result");
        assertThat(STORE.search(TaskFilter.all(), null, 1).tasks()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = { "all", "state", "task", "queue", "group", "time", "all of them" })
    void aPageIsQuickAndSoIsTheNext(String what) {
        TaskFilter filter = switch (what) {
            case "state" -> TaskFilter.all().in(TaskState.FAILURE, TaskState.REVOKED);
            case "task" -> TaskFilter.all().task("rare");
            case "queue" -> TaskFilter.all().queue("rare");
            case "group" -> TaskFilter.all().group("group-3");
            case "time" -> TaskFilter.all().created(null, Instant.parse("2026-11-21T12:00:00Z").minusSeconds(ROWS / 2));
            case "all of them" ->
                TaskFilter.all().in(TaskState.SUCCESS).task("name-7").queue("queue-2").containing("task-");
            default -> TaskFilter.all();
        };
        Scans before = Scans.soFar();
        TaskPage first = timed(what, () -> STORE.search(filter, null, 3));
        assertThat(first.tasks()).isNotEmpty();
        if (first.next() != null) {
            timed(what + ", next", () -> STORE.search(filter, first.next(), 50));
        }
        Scans after = Scans.soFar();
        assertThat(after.ofIndexes()).isGreaterThan(before.ofIndexes());
        assertThat(after.ofTheTable()).isEqualTo(before.ofTheTable());
    }

    @ParameterizedTest
    @ValueSource(strings = { "text", "worker" })
    void whatNoIndexKnowsIsLookedForStepByStep(String what) {
        TaskFilter filter = what.equals("text") ? TaskFilter.all().containing("task-" + ROWS)
                : TaskFilter.all().worker("nobody");
        TaskPage page = timed(what, () -> STORE.search(filter, null, 50));
        int steps = 1;
        while (page.next() != null) {
            assertThat(page.tasks()).isEmpty();
            page = STORE.search(filter, page.next(), 50);
            steps++;
        }
        assertThat(steps).isBetween(ROWS / RowSearch.WINDOW, ROWS / RowSearch.WINDOW + 1);
        assertThat(page.tasks()).hasSize(what.equals("text") ? 1 : 0);
    }

    @Test
    void countsAreQuick() {
        Map<TaskState, Long> counts = timed("count", () -> STORE.count(TaskFilter.all()));
        assertThat(counts.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(ROWS);
    }

    @Test
    void upkeepReadsWhatItNeeds() {
        assertThat(plan("select task_id from taskqueue_result where remove_at <= now() order by remove_at limit 100"))
            .contains("taskqueue_result_remove");
        assertThat(plan("select task_id from taskqueue_result where home = 'home' and done_at is null limit 100"))
            .contains("taskqueue_result_home");
        assertThat(plan(
                "select * from taskqueue_result where group_id = 'group-3' order by created_at desc, task_id desc"))
            .contains("taskqueue_result_group");
    }

    private static SingleConnectionDataSource session() {
        try {
            return new SingleConnectionDataSource(DATABASE.getConnection(), true);
        }
        catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static String plan(String sql) {
        return String.join("\n", new JdbcTemplate(DATABASE).queryForList("explain " + sql, String.class));
    }

    private static <T> T timed(String what, Supplier<T> call) {
        long start = System.nanoTime();
        T result = call.get();
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        System.out.printf("figure: %d rows, %s: %d ms%n", ROWS, what, took.toMillis());
        return result;
    }

    /**
     * How often this session read from the results.
     *
     * @param ofTheTable from one end to the other
     * @param ofIndexes what an index named
     */
    private record Scans(long ofTheTable, long ofIndexes) {

        static Scans soFar() {
            JdbcTemplate jdbc = new JdbcTemplate(SESSION);
            jdbc.queryForList("select pg_stat_force_next_flush()");
            return jdbc.queryForObject(
                    "select seq_scan, idx_scan from pg_stat_user_tables where relname = 'taskqueue_result'",
                    (row, number) -> new Scans(row.getLong(1), row.getLong(2)));
        }

    }

}
