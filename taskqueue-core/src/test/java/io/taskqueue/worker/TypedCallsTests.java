package io.taskqueue.worker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.taskqueue.AsyncResult;
import io.taskqueue.SharedTask;
import io.taskqueue.TaskContext;
import io.taskqueue.TaskTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every shape of a task's method, called by reference: 0 to 8 arguments, value and void,
 * with and without a context. That it compiles is half of the test. Long, because each
 * shape is a method.
 */
class TypedCallsTests {

    private static final Duration SOON = Duration.ofSeconds(10);

    private final Every every = new Every();

    private Engine engine;

    private TaskTemplate tasks;

    @BeforeEach
    void start() {
        this.engine = Engine.with(this.every).build();
        this.engine.work(2);
        this.tasks = this.engine.tasks;
    }

    @AfterEach
    void stop() {
        this.engine.close();
    }

    @Test
    void delaysFunctionsOfEveryArity() {
        List<AsyncResult<String>> calls = new ArrayList<>();
        calls.add(this.tasks.delay(Every::function0));
        calls.add(this.tasks.delay(Every::function1, "1"));
        calls.add(this.tasks.delay(Every::function2, "1", "2"));
        calls.add(this.tasks.delay(Every::function3, "1", "2", "3"));
        calls.add(this.tasks.delay(Every::function4, "1", "2", "3", "4"));
        calls.add(this.tasks.delay(Every::function5, "1", "2", "3", "4", "5"));
        calls.add(this.tasks.delay(Every::function6, "1", "2", "3", "4", "5", "6"));
        calls.add(this.tasks.delay(Every::function7, "1", "2", "3", "4", "5", "6", "7"));
        calls.add(this.tasks.delay(Every::function8, "1", "2", "3", "4", "5", "6", "7", "8"));
        assertValues(calls);
    }

    @Test
    void preparesFunctionsOfEveryArity() {
        List<AsyncResult<String>> calls = new ArrayList<>();
        calls.add(this.tasks.signature(Every::function0).priority(0).apply());
        calls.add(this.tasks.signature(Every::function1, "1").priority(1).apply());
        calls.add(this.tasks.signature(Every::function2, "1", "2").priority(2).apply());
        calls.add(this.tasks.signature(Every::function3, "1", "2", "3").priority(3).apply());
        calls.add(this.tasks.signature(Every::function4, "1", "2", "3", "4").priority(4).apply());
        calls.add(this.tasks.signature(Every::function5, "1", "2", "3", "4", "5").priority(5).apply());
        calls.add(this.tasks.signature(Every::function6, "1", "2", "3", "4", "5", "6").priority(6).apply());
        calls.add(this.tasks.signature(Every::function7, "1", "2", "3", "4", "5", "6", "7").priority(7).apply());
        calls.add(this.tasks.signature(Every::function8, "1", "2", "3", "4", "5", "6", "7", "8").priority(8).apply());
        assertValues(calls);
    }

    @Test
    void delaysActionsOfEveryArity() {
        List<AsyncResult<Void>> calls = new ArrayList<>();
        calls.add(this.tasks.delay(Every::action0));
        calls.add(this.tasks.delay(Every::action1, "1"));
        calls.add(this.tasks.delay(Every::action2, "1", "2"));
        calls.add(this.tasks.delay(Every::action3, "1", "2", "3"));
        calls.add(this.tasks.delay(Every::action4, "1", "2", "3", "4"));
        calls.add(this.tasks.delay(Every::action5, "1", "2", "3", "4", "5"));
        calls.add(this.tasks.delay(Every::action6, "1", "2", "3", "4", "5", "6"));
        calls.add(this.tasks.delay(Every::action7, "1", "2", "3", "4", "5", "6", "7"));
        calls.add(this.tasks.delay(Every::action8, "1", "2", "3", "4", "5", "6", "7", "8"));
        assertSeen(calls);
    }

    @Test
    void preparesActionsOfEveryArity() {
        List<AsyncResult<Void>> calls = new ArrayList<>();
        calls.add(this.tasks.signature(Every::action0).priority(0).apply());
        calls.add(this.tasks.signature(Every::action1, "1").priority(1).apply());
        calls.add(this.tasks.signature(Every::action2, "1", "2").priority(2).apply());
        calls.add(this.tasks.signature(Every::action3, "1", "2", "3").priority(3).apply());
        calls.add(this.tasks.signature(Every::action4, "1", "2", "3", "4").priority(4).apply());
        calls.add(this.tasks.signature(Every::action5, "1", "2", "3", "4", "5").priority(5).apply());
        calls.add(this.tasks.signature(Every::action6, "1", "2", "3", "4", "5", "6").priority(6).apply());
        calls.add(this.tasks.signature(Every::action7, "1", "2", "3", "4", "5", "6", "7").priority(7).apply());
        calls.add(this.tasks.signature(Every::action8, "1", "2", "3", "4", "5", "6", "7", "8").priority(8).apply());
        assertSeen(calls);
    }

    @Test
    void delaysContextFunctionsOfEveryArity() {
        List<AsyncResult<String>> calls = new ArrayList<>();
        calls.add(this.tasks.delay(Every::contextFunction0));
        calls.add(this.tasks.delay(Every::contextFunction1, "1"));
        calls.add(this.tasks.delay(Every::contextFunction2, "1", "2"));
        calls.add(this.tasks.delay(Every::contextFunction3, "1", "2", "3"));
        calls.add(this.tasks.delay(Every::contextFunction4, "1", "2", "3", "4"));
        calls.add(this.tasks.delay(Every::contextFunction5, "1", "2", "3", "4", "5"));
        calls.add(this.tasks.delay(Every::contextFunction6, "1", "2", "3", "4", "5", "6"));
        calls.add(this.tasks.delay(Every::contextFunction7, "1", "2", "3", "4", "5", "6", "7"));
        calls.add(this.tasks.delay(Every::contextFunction8, "1", "2", "3", "4", "5", "6", "7", "8"));
        assertValues(calls);
    }

    @Test
    void preparesContextFunctionsOfEveryArity() {
        List<AsyncResult<String>> calls = new ArrayList<>();
        calls.add(this.tasks.signature(Every::contextFunction0).priority(0).apply());
        calls.add(this.tasks.signature(Every::contextFunction1, "1").priority(1).apply());
        calls.add(this.tasks.signature(Every::contextFunction2, "1", "2").priority(2).apply());
        calls.add(this.tasks.signature(Every::contextFunction3, "1", "2", "3").priority(3).apply());
        calls.add(this.tasks.signature(Every::contextFunction4, "1", "2", "3", "4").priority(4).apply());
        calls.add(this.tasks.signature(Every::contextFunction5, "1", "2", "3", "4", "5").priority(5).apply());
        calls.add(this.tasks.signature(Every::contextFunction6, "1", "2", "3", "4", "5", "6").priority(6).apply());
        calls.add(this.tasks.signature(Every::contextFunction7, "1", "2", "3", "4", "5", "6", "7").priority(7).apply());
        calls.add(this.tasks.signature(Every::contextFunction8, "1", "2", "3", "4", "5", "6", "7", "8")
            .priority(8)
            .apply());
        assertValues(calls);
    }

    @Test
    void delaysContextActionsOfEveryArity() {
        List<AsyncResult<Void>> calls = new ArrayList<>();
        calls.add(this.tasks.delay(Every::contextAction0));
        calls.add(this.tasks.delay(Every::contextAction1, "1"));
        calls.add(this.tasks.delay(Every::contextAction2, "1", "2"));
        calls.add(this.tasks.delay(Every::contextAction3, "1", "2", "3"));
        calls.add(this.tasks.delay(Every::contextAction4, "1", "2", "3", "4"));
        calls.add(this.tasks.delay(Every::contextAction5, "1", "2", "3", "4", "5"));
        calls.add(this.tasks.delay(Every::contextAction6, "1", "2", "3", "4", "5", "6"));
        calls.add(this.tasks.delay(Every::contextAction7, "1", "2", "3", "4", "5", "6", "7"));
        calls.add(this.tasks.delay(Every::contextAction8, "1", "2", "3", "4", "5", "6", "7", "8"));
        assertSeen(calls);
    }

    @Test
    void preparesContextActionsOfEveryArity() {
        List<AsyncResult<Void>> calls = new ArrayList<>();
        calls.add(this.tasks.signature(Every::contextAction0).priority(0).apply());
        calls.add(this.tasks.signature(Every::contextAction1, "1").priority(1).apply());
        calls.add(this.tasks.signature(Every::contextAction2, "1", "2").priority(2).apply());
        calls.add(this.tasks.signature(Every::contextAction3, "1", "2", "3").priority(3).apply());
        calls.add(this.tasks.signature(Every::contextAction4, "1", "2", "3", "4").priority(4).apply());
        calls.add(this.tasks.signature(Every::contextAction5, "1", "2", "3", "4", "5").priority(5).apply());
        calls.add(this.tasks.signature(Every::contextAction6, "1", "2", "3", "4", "5", "6").priority(6).apply());
        calls.add(this.tasks.signature(Every::contextAction7, "1", "2", "3", "4", "5", "6", "7").priority(7).apply());
        calls.add(this.tasks.signature(Every::contextAction8, "1", "2", "3", "4", "5", "6", "7", "8")
            .priority(8)
            .apply());
        assertSeen(calls);
    }

    private void assertValues(List<AsyncResult<String>> calls) {
        assertThat(calls.stream().map((call) -> call.get(SOON))).containsExactly("", "1", "12", "123", "1234", "12345",
                "123456", "1234567", "12345678");
    }

    private void assertSeen(List<AsyncResult<Void>> calls) {
        assertThat(calls).allSatisfy((call) -> assertThat(call.get(SOON)).isNull());
        assertThat(this.every.seen).containsExactlyInAnyOrder("", "1", "12", "123", "1234", "12345", "123456",
                "1234567", "12345678");
    }

    static class Every {

        final ConcurrentLinkedQueue<String> seen = new ConcurrentLinkedQueue<>();

        @SharedTask
        String function0() {
            return "";
        }

        @SharedTask
        String function1(String a1) {
            return a1;
        }

        @SharedTask
        String function2(String a1, String a2) {
            return a1 + a2;
        }

        @SharedTask
        String function3(String a1, String a2, String a3) {
            return a1 + a2 + a3;
        }

        @SharedTask
        String function4(String a1, String a2, String a3, String a4) {
            return a1 + a2 + a3 + a4;
        }

        @SharedTask
        String function5(String a1, String a2, String a3, String a4, String a5) {
            return a1 + a2 + a3 + a4 + a5;
        }

        @SharedTask
        String function6(String a1, String a2, String a3, String a4, String a5, String a6) {
            return a1 + a2 + a3 + a4 + a5 + a6;
        }

        @SharedTask
        String function7(String a1, String a2, String a3, String a4, String a5, String a6, String a7) {
            return a1 + a2 + a3 + a4 + a5 + a6 + a7;
        }

        @SharedTask
        String function8(String a1, String a2, String a3, String a4, String a5, String a6, String a7, String a8) {
            return a1 + a2 + a3 + a4 + a5 + a6 + a7 + a8;
        }

        @SharedTask
        void action0() {
            this.seen.add("");
        }

        @SharedTask
        void action1(String a1) {
            this.seen.add(a1);
        }

        @SharedTask
        void action2(String a1, String a2) {
            this.seen.add(a1 + a2);
        }

        @SharedTask
        void action3(String a1, String a2, String a3) {
            this.seen.add(a1 + a2 + a3);
        }

        @SharedTask
        void action4(String a1, String a2, String a3, String a4) {
            this.seen.add(a1 + a2 + a3 + a4);
        }

        @SharedTask
        void action5(String a1, String a2, String a3, String a4, String a5) {
            this.seen.add(a1 + a2 + a3 + a4 + a5);
        }

        @SharedTask
        void action6(String a1, String a2, String a3, String a4, String a5, String a6) {
            this.seen.add(a1 + a2 + a3 + a4 + a5 + a6);
        }

        @SharedTask
        void action7(String a1, String a2, String a3, String a4, String a5, String a6, String a7) {
            this.seen.add(a1 + a2 + a3 + a4 + a5 + a6 + a7);
        }

        @SharedTask
        void action8(String a1, String a2, String a3, String a4, String a5, String a6, String a7, String a8) {
            this.seen.add(a1 + a2 + a3 + a4 + a5 + a6 + a7 + a8);
        }

        @SharedTask
        String contextFunction0(TaskContext task) {
            return "";
        }

        @SharedTask
        String contextFunction1(String a1, TaskContext task) {
            return a1;
        }

        @SharedTask
        String contextFunction2(String a1, String a2, TaskContext task) {
            return a1 + a2;
        }

        @SharedTask
        String contextFunction3(String a1, String a2, String a3, TaskContext task) {
            return a1 + a2 + a3;
        }

        @SharedTask
        String contextFunction4(String a1, String a2, String a3, String a4, TaskContext task) {
            return a1 + a2 + a3 + a4;
        }

        @SharedTask
        String contextFunction5(String a1, String a2, String a3, String a4, String a5, TaskContext task) {
            return a1 + a2 + a3 + a4 + a5;
        }

        @SharedTask
        String contextFunction6(String a1, String a2, String a3, String a4, String a5, String a6, TaskContext task) {
            return a1 + a2 + a3 + a4 + a5 + a6;
        }

        @SharedTask
        String contextFunction7(String a1, String a2, String a3, String a4, String a5, String a6, String a7,
                TaskContext task) {
            return a1 + a2 + a3 + a4 + a5 + a6 + a7;
        }

        @SharedTask
        String contextFunction8(String a1, String a2, String a3, String a4, String a5, String a6, String a7, String a8,
                TaskContext task) {
            return a1 + a2 + a3 + a4 + a5 + a6 + a7 + a8;
        }

        @SharedTask
        void contextAction0(TaskContext task) {
            this.seen.add("");
        }

        @SharedTask
        void contextAction1(String a1, TaskContext task) {
            this.seen.add(a1);
        }

        @SharedTask
        void contextAction2(String a1, String a2, TaskContext task) {
            this.seen.add(a1 + a2);
        }

        @SharedTask
        void contextAction3(String a1, String a2, String a3, TaskContext task) {
            this.seen.add(a1 + a2 + a3);
        }

        @SharedTask
        void contextAction4(String a1, String a2, String a3, String a4, TaskContext task) {
            this.seen.add(a1 + a2 + a3 + a4);
        }

        @SharedTask
        void contextAction5(String a1, String a2, String a3, String a4, String a5, TaskContext task) {
            this.seen.add(a1 + a2 + a3 + a4 + a5);
        }

        @SharedTask
        void contextAction6(String a1, String a2, String a3, String a4, String a5, String a6, TaskContext task) {
            this.seen.add(a1 + a2 + a3 + a4 + a5 + a6);
        }

        @SharedTask
        void contextAction7(String a1, String a2, String a3, String a4, String a5, String a6, String a7,
                TaskContext task) {
            this.seen.add(a1 + a2 + a3 + a4 + a5 + a6 + a7);
        }

        @SharedTask
        void contextAction8(String a1, String a2, String a3, String a4, String a5, String a6, String a7, String a8,
                TaskContext task) {
            this.seen.add(a1 + a2 + a3 + a4 + a5 + a6 + a7 + a8);
        }

    }

}
