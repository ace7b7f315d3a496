package io.taskqueue.result;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.taskqueue.result.ChordCounter.Counted;
import io.taskqueue.result.ChordCounter.Opening;
import io.taskqueue.result.ChordCounter.Part;

import static org.assertj.core.api.Assertions.assertThat;

/** What every {@link ChordCounter} promises. */
public abstract class ChordCounterContract extends ResultScenario {

    private static final String BODY = "{\"task\": \"body\", \"args\": [\"ä\"]}";

    private ChordCounter counter() {
        return capability(ChordCounter.class);
    }

    private void openChord(int size) {
        assertThat(counter().open(List.of(new Opening(this.id, size)))).containsExactly(Answer.done());
    }

    private Part part(int index, TaskResult end) {
        return new Part(this.id, index, end, BODY);
    }

    private Part success(int index, String value) {
        return part(index, says("member-" + index, TaskState.SUCCESS, run(1, 1), index).value(value));
    }

    private boolean complete(Part part) {
        Counted counted = counter().count(List.of(part)).get(0);
        assertThat(counted.answer()).isEqualTo(Answer.done());
        return counted.complete();
    }

    private List<String> values() {
        return counter().ends(this.id).stream().map(TaskResult::value).toList();
    }

    @Test
    @Tag("G13")
    void lastMemberCompletesTheChord() {
        openChord(3);
        assertThat(complete(success(2, "2"))).isFalse();
        assertThat(complete(success(0, "0"))).isFalse();
        assertThat(complete(success(1, "1"))).isTrue();
        assertThat(values()).containsExactly("0", "1", "2");
    }

    @Test
    @Tag("G13")
    void memberThatIsToldTwiceCountsOnceAndItsFirstEndStands() {
        openChord(2);
        assertThat(complete(success(0, "\"first\""))).isFalse();
        assertThat(complete(success(0, "\"second\""))).isFalse();
        assertThat(complete(success(1, "1"))).isTrue();
        assertThat(values()).containsExactly("\"first\"", "1");
    }

    @Test
    @Tag("G13")
    @Tag("W13")
    void whoeverCompletedItIsAskedAgainAndNobodyElse() {
        openChord(2);
        complete(success(0, "0"));
        assertThat(complete(success(1, "1"))).isTrue();
        assertThat(complete(success(0, "0"))).isFalse();
        assertThat(complete(success(1, "1"))).isTrue();
    }

    @Test
    @Tag("G13")
    void closedChordIsNotCompletedAgain() {
        openChord(1);
        assertThat(complete(success(0, "0"))).isTrue();
        assertThat(counter().close(List.of(this.id))).containsExactly(Answer.done());
        assertThat(complete(success(0, "0"))).isFalse();
        assertThat(counter().unfinished(Duration.ZERO, 10)).extracting(ChordCounter.Unfinished::chord)
            .doesNotContain(this.id);
    }

    @Test
    void openingItAgainChangesNothing() {
        openChord(2);
        complete(success(0, "0"));
        openChord(2);
        assertThat(complete(success(1, "1"))).isTrue();
    }

    @Test
    void keepsWhyAMemberFailed() {
        openChord(2);
        complete(part(1,
                says("bad", TaskState.FAILURE, run(1, 1), 1).error(TaskError.of("shop.Broken", "no \"paper\""))));
        complete(success(0, "{\"a\":[1.5,null]}"));
        List<TaskResult> ends = counter().ends(this.id);
        assertThat(ends).extracting(TaskResult::id).containsExactly("member-0", "bad");
        assertThat(ends.get(0).value()).isEqualTo("{\"a\":[1.5,null]}");
        assertThat(ends.get(1).state()).isEqualTo(TaskState.FAILURE);
        assertThat(ends.get(1).error()).isEqualTo(TaskError.of("shop.Broken", "no \"paper\""));
    }

    @Test
    void chordNobodyOpenedIsNeverComplete() {
        assertThat(complete(success(0, "0"))).isFalse();
    }

    @Test
    @Tag("W13")
    void completeChordThatIsNotClosedIsHandedOutOnce() {
        openChord(1);
        complete(success(0, "0"));
        assertThat(counter().unfinished(Duration.ofHours(1), 10)).extracting(ChordCounter.Unfinished::chord)
            .doesNotContain(this.id);
        assertThat(counter().unfinished(Duration.ZERO, 10)).contains(new ChordCounter.Unfinished(this.id, BODY));
    }

    @Test
    @Tag("G13")
    @Tag("G17")
    void oneCopyOfACallbackMayBeginAsOftenAsItAsks() {
        assertThat(counter().begin(this.id, "first")).isTrue();
        assertThat(counter().begin(this.id, "second")).isFalse();
        assertThat(counter().begin(this.id, "first")).isTrue();
        assertThat(counter().begin(this.id + "-other", "second")).isTrue();
    }

    @Test
    @Tag("G13")
    @Tag("G17")
    void oneOfManyCopiesThatAskAtOnceMayBegin() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<Boolean>> asked = IntStream.range(0, 40)
                .mapToObj((i) -> threads.submit(() -> counter().begin(this.id, "copy " + i)))
                .toList();
            int allowed = 0;
            for (Future<Boolean> answer : asked) {
                allowed += answer.get(30, TimeUnit.SECONDS) ? 1 : 0;
            }
            assertThat(allowed).isOne();
        }
        finally {
            threads.shutdown();
        }
    }

    @Test
    @Tag("G13")
    void oneOfManyWhoFinishAtOnceCompletesIt() throws Exception {
        int size = 200;
        openChord(size);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<Boolean>> told = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                Part part = success(i, String.valueOf(i));
                told.add(threads.submit(() -> complete(part)));
            }
            int completed = 0;
            for (Future<Boolean> answer : told) {
                completed += answer.get(30, TimeUnit.SECONDS) ? 1 : 0;
            }
            assertThat(completed).isEqualTo(1);
        }
        finally {
            threads.shutdown();
        }
        assertThat(values()).containsExactlyElementsOf(IntStream.range(0, size).mapToObj(String::valueOf).toList());
    }

    @Test
    void costOfAMemberDoesNotGrowWithTheChord() {
        Duration small = costOfAMember(10);
        Duration large = costOfAMember(10_000);
        System.out.println("figure: " + getClass().getSimpleName() + ": counting a member of a chord of 10 takes "
                + small.toNanos() / 1000.0 + " µs, of 10,000 " + large.toNanos() / 1000.0 + " µs");
        assertThat(large).isLessThan(small.multipliedBy(20).plusMillis(1));
    }

    private Duration costOfAMember(int size) {
        String chord = this.id + "-" + size;
        counter().open(List.of(new Opening(chord, size)));
        List<Part> parts = IntStream.range(0, size)
            .mapToObj((i) -> new Part(chord, i, success(i, String.valueOf(i)).end(), BODY))
            .toList();
        for (int i = 0; i < size - 10; i += 500) {
            counter().count(parts.subList(i, Math.min(size - 10, i + 500)));
        }
        long began = System.nanoTime();
        parts.subList(size - 10, size - 1).forEach((part) -> counter().count(List.of(part)));
        return Duration.ofNanos((System.nanoTime() - began) / 9);
    }

}
