package io.taskqueue.proof;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.taskqueue.AsyncResult;
import io.taskqueue.Scale;
import io.taskqueue.broker.QueueDepth;
import io.taskqueue.broker.QueueInspection;
import io.taskqueue.proof.Ledger.Entry.Word;
import io.taskqueue.result.TaskResult;
import io.taskqueue.result.TaskRun;
import io.taskqueue.servers.JavaProcess;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What every broker outside the process promises to whole processes. A fault happens, and
 * then the ledger is read: it counts only if the fault really happened and the queues are
 * empty in the end.
 */
public abstract class ProofContract {

    private static final Duration LATEST = Duration.ofMinutes(3);

    private static final int CONCURRENCY = 4;

    private final Scale scale = Scale.current();

    private final Ledger ledger = Ledger.open();

    private final WorkerSettings settings = WorkerSettings.of(this.ledger, this.scale);

    private Subject subject;

    private Crew crew;

    private Producer producer;

    /** Starts the broker under proof, empty. */
    protected abstract Subject open();

    /** How long until a dead worker's tasks move on, by this broker's promise. */
    protected Duration recovery() {
        return this.scale.lease().plus(this.scale.sweep()).plusSeconds(2);
    }

    /**
     * How many acknowledgements a crash of the server may undo, beyond what is in flight.
     */
    protected int forgottenAcknowledgements() {
        return 0;
    }

    @BeforeEach
    void openSubject() {
        this.subject = open();
        this.crew = new Crew(this.subject, this.ledger);
        this.producer = new Producer(this.subject, this.ledger, this.scale.lease());
    }

    @AfterEach
    void closeSubject() {
        this.crew.close();
        this.producer.close();
        this.subject.close();
    }

    @Test
    @Tag("G2")
    @Tag("G3")
    @Tag("G5")
    @Tag("W3")
    @Tag("W4")
    @Tag("W5")
    void killedWorkersLoseNothing() {
        Random random = new Random(7);
        this.crew.hire(this.settings);
        this.crew.hire(this.settings);
        this.crew.awaitUp();
        int tasks = this.scale.faults().tasks();
        int cutShort = 0;
        long inFlight = 0;
        Duration slowest = Duration.ZERO;
        int kills = this.scale.faults().kills();
        // a kill that met nobody inside of a body proves nothing, so there are more of
        // them then
        for (int round = 0; round < kills || (cutShort == 0 && round < 4 * kills); round++) {
            // long enough for calls to be quicker, so that a victim is always inside of
            // bodies
            Thread calling = calling(numbers(round * tasks, tasks), 50 + random.nextInt(40), Duration.ZERO);
            int enough = round * tasks + random.nextInt(tasks / 2);
            JavaProcess victim = this.crew.alive().get(random.nextInt(2));
            await((account) -> account.ended().size() >= enough && !account.cutShort(victim.pid()).isEmpty());
            victim.kill();
            Instant killed = Instant.now();
            inFlight += lent(depth());
            this.crew.hire(this.settings);
            join(calling);
            awaitEmpty();
            cutShort += this.ledger.account().cutShort(victim.pid()).size();
            slowest = longest(slowest, recovered(victim, killed));
            this.crew.awaitUp();
        }
        Account account = this.ledger.account();
        print("%d kills, %d bodies cut short, %d messages in flight: %s; all back after %d ms at the latest",
                this.scale.faults().kills(), cutShort, inFlight, account, slowest.toMillis());
        assertNothingLost(account);
        assertThat(account.overlapping()).isEmpty();
        assertThat(cutShort).isPositive();
        assertThat((long) account.extraRuns()).isBetween((long) cutShort, inFlight);
        assertThat(slowest).isLessThan(recovery().plus(this.scale.faults().grace()).minusSeconds(2));
    }

    /** How long after the kill the last one of what the victim held began again. */
    private Duration recovered(JavaProcess victim, Instant killed) {
        Account account = this.ledger.account();
        return account.cutShort(victim.pid())
            .stream()
            .flatMap((run) -> account.ofTask(run.task()).stream())
            .map((run) -> Duration.between(killed, run.begun()))
            .reduce(Duration.ZERO, ProofContract::longest);
    }

    @Test
    @Tag("G3")
    @Tag("G4")
    void outcomeOfAWorkerThatSleptPastItsLeaseIsRefused() {
        JavaProcess sleeper = this.crew.hire(this.settings.concurrency(1));
        this.crew.awaitUp();
        AsyncResult<Long> call = this.producer.call(LedgerTasks.STUBBORN, 1, 1_000);
        await((account) -> !account.of(sleeper.pid()).isEmpty());
        sleeper.pause();
        JavaProcess other = this.crew.hire(this.settings.concurrency(1));
        assertThat(call.get(LATEST)).isEqualTo(other.pid());
        assertThat(this.ledger.account().cutShort(sleeper.pid())).hasSize(1);
        sleeper.resume();
        await((account) -> account.cutShort(sleeper.pid()).isEmpty());
        other.kill();
        // by when the sleeper works again, it has tried to tell how its late run ended
        assertThat(this.producer.call(LedgerTasks.WORK, 2, 0).get(LATEST)).isEqualTo(sleeper.pid());
        assertThat(call.get(LATEST)).isEqualTo(other.pid());
        assertThat(stored(call).deliveries()).isEqualTo(2);
        assertThat(this.ledger.account().doubled()).containsExactly(1);
        awaitEmpty();
    }

    @Test
    @Tag("G4")
    @Tag("G3")
    void bodyOfManyLeasesRunsOnce() {
        this.crew.hire(this.settings);
        this.crew.hire(this.settings);
        this.crew.awaitUp();
        call(LedgerTasks.WORK, List.of(1), this.scale.lease().multipliedBy(4).toMillis());
        call(LedgerTasks.WORK, List.of(2), this.scale.lease().multipliedBy(this.scale.faults().leases()).toMillis());
        awaitEmpty();
        Account account = this.ledger.account();
        print("bodies of 4 and of %d leases: %s", this.scale.faults().leases(), account);
        assertNothingLost(account);
        assertThat(account.extraRuns()).isZero();
    }

    @Test
    @Tag("G9")
    @Tag("G2")
    void rollingDeployLosesNothing() {
        JavaProcess first = this.crew.hire(this.settings.version(1));
        JavaProcess second = this.crew.hire(this.settings.version(1));
        this.crew.awaitUp();
        int part = this.scale.tasks() / 6;
        callBoth(0, part);
        replace(first);
        callBoth(2 * part, part);
        replace(second);
        callBoth(4 * part, part);
        awaitEmpty();
        Account account = this.ledger.account();
        print("rolling deploy: %s", account);
        assertNothingLost(account);
        assertThat(account.ended()).hasSize(6 * part);
        assertThat(account.extraRuns()).isZero();
    }

    private void callBoth(int from, int count) {
        call(LedgerTasks.WORK, numbers(from, count), 2);
        call(LedgerTasks.ADDED, numbers(from + count, count), 2);
    }

    private void replace(JavaProcess old) {
        old.terminate();
        this.crew.hire(this.settings.version(2));
        assertThat(old.awaitEnd(LATEST)).isTrue();
        this.crew.awaitUp();
    }

    @Test
    @Tag("G16")
    @Tag("G3")
    void workerThatIsAskedToEndGivesBackWhatItCannotFinish() {
        Duration timeout = this.scale.faults().shutdown();
        JavaProcess ending = this.crew.hire(this.settings.shutdownTimeout(timeout));
        this.crew.awaitUp();
        AsyncResult<Long> one = this.producer.call(LedgerTasks.SLOW_AT_FIRST, 1, timeout.plusHours(1).toMillis());
        AsyncResult<Long> another = this.producer.call(LedgerTasks.SLOW_AT_FIRST, 2, timeout.plusHours(1).toMillis());
        await((account) -> account.of(ending.pid()).size() == 2);
        JavaProcess other = this.crew.hire(this.settings);
        this.crew.awaitUp();
        call(LedgerTasks.WORK, numbers(3, this.scale.faults().tasks()), 20);
        await((account) -> account.of(ending.pid()).size() > 10);
        Instant asked = Instant.now();
        ending.terminate();
        assertThat(ending.awaitEnd(timeout.plusSeconds(5).plus(this.scale.faults().grace()))).isTrue();
        Instant ended = Instant.now();
        awaitEmpty();
        Account account = this.ledger.account();
        List<Run> late = account.of(ending.pid()).stream().filter((run) -> run.begun().isAfter(asked)).toList();
        Duration away = account.of(other.pid())
            .stream()
            .filter((run) -> run.task() < 3)
            .map((run) -> Duration.between(asked.plus(timeout), run.begun()))
            .reduce(Duration.ZERO, ProofContract::longest);
        print("asked to end: gone after %d ms, its last body begun after %s, what it gave back begun again after %d ms:"
                + " %s", Duration.between(asked, ended).toMillis(),
                late.stream().map((run) -> Duration.between(asked, run.begun()).toMillis() + " ms").toList(),
                away.toMillis(), account);
        assertNothingLost(account);
        assertThat(late).allSatisfy(
                (run) -> assertThat(run.begun()).isBefore(asked.plusSeconds(1).plus(this.scale.faults().grace())));
        assertThat(account.cutShort(ending.pid())).extracting(Run::task).containsExactlyInAnyOrder(1, 2);
        assertThat(account.extraRuns()).isEqualTo(2);
        assertThat(account.doubled()).isEmpty();
        assertThat(away).isLessThan(Duration.ofSeconds(5).plus(this.scale.faults().grace()));
        assertThat(List.of(stored(one), stored(another)))
            .allSatisfy((run) -> assertThat(List.of(run.attempt(), run.deliveries())).containsExactly(1, 1));
    }

    @Test
    @Tag("G1")
    @Tag("G2")
    @Tag("G6")
    @Tag("W1")
    void serverThatDiesUnderLoadLosesNothingAccepted() {
        JavaProcess first = this.crew.hire(this.settings);
        JavaProcess second = this.crew.hire(this.settings);
        this.crew.awaitUp();
        int tasks = this.scale.faults().tasks();
        Instant back = Instant.MAX;
        for (int i = 0; i < 2 * this.scale.rounds(); i++) {
            List<Integer> numbers = numbers(i * tasks, tasks);
            int enough = this.ledger.account().accepted().size() + tasks / 4;
            Thread calling = calling(numbers, 5, Duration.ZERO);
            await((account) -> account.accepted().size() >= enough);
            this.subject.crash();
            back = Instant.now();
            join(calling);
        }
        call(LedgerTasks.WORK, List.of(-1), 0);
        awaitEmpty();
        Account account = this.ledger.account();
        Duration resumed = Duration.between(back, account.since(back).get(0).begun());
        print("%d crashes of the server: %s; the first body %d ms after it was back", 2 * this.scale.rounds(), account,
                resumed.toMillis());
        assertNothingLost(account);
        assertThat(account.said().get(Word.ACCEPTED)).hasSizeGreaterThan(tasks / 4);
        assertThat(account.extraRuns())
            .isLessThanOrEqualTo(2 * this.scale.rounds() * (2 * CONCURRENCY + forgottenAcknowledgements()));
        assertThat(this.crew.alive()).as("alive; the workers say %s", this.crew.logs()).containsExactly(first, second);
        assertThat(resumed).isLessThan(Duration.ofSeconds(10).plus(this.scale.faults().grace()));
    }

    @Test
    @Tag("G1")
    @Tag("G2")
    @Tag("G6")
    void cutConnectionsLoseNothingAndLeaveNobodyIdle() {
        JavaProcess worker = this.crew.hire(this.settings);
        this.crew.awaitUp();
        long cuts = this.scale.watch().toSeconds();
        int waiting = (int) cuts * 100;
        call(LedgerTasks.WORK, numbers(0, waiting), 20);
        List<Integer> more = numbers(waiting, this.scale.tasks());
        Instant begun = Instant.now();
        Thread calling = calling(more, 5, this.scale.watch().dividedBy(more.size()));
        for (int i = 0; i < cuts; i++) {
            Awaitility.await().pollDelay(Duration.ofSeconds(1)).until(() -> true);
            this.subject.network().cut();
        }
        Instant last = Instant.now();
        join(calling);
        awaitEmpty();
        Account account = this.ledger.account();
        List<Run> busy = account.since(begun).stream().sorted(Comparator.comparing(Run::begun)).toList();
        Duration idle = IntStream.range(1, busy.size())
            .filter((i) -> busy.get(i).begun().isBefore(last))
            .mapToObj((i) -> Duration.between(busy.get(i - 1).begun(), busy.get(i).begun()))
            .reduce(Duration.ZERO, ProofContract::longest);
        print("%d cuts: %s; %d ms between two bodies at the most", cuts, account, idle.toMillis());
        assertNothingLost(account);
        assertThat(account.ended()).hasSizeGreaterThanOrEqualTo(waiting);
        assertThat(worker.alive()).isTrue();
        assertThat(account.extraRuns()).isLessThanOrEqualTo((int) cuts * CONCURRENCY);
        assertThat(idle).isLessThan(Duration.ofSeconds(1).plus(this.scale.faults().grace()));
    }

    private void call(String task, Collection<Integer> numbers, long millis) {
        this.producer.call(task, numbers, millis);
    }

    /** Calls beside what the test does, with a pause after each. */
    private Thread calling(Collection<Integer> numbers, long millis, Duration pause) {
        Thread calling = new Thread(() -> numbers.forEach((number) -> {
            this.producer.call(LedgerTasks.WORK, number, millis);
            LockSupport.parkNanos(pause.toNanos());
        }), "producer");
        calling.start();
        return calling;
    }

    private TaskRun stored(AsyncResult<Long> call) {
        TaskResult result = this.subject.results().find(Set.of(call.id())).get(call.id());
        return result.run();
    }

    private void await(Predicate<Account> claim) {
        Awaitility.await()
            .atMost(LATEST)
            .pollInterval(Duration.ofMillis(50))
            .until(() -> claim.test(this.ledger.account()));
    }

    /** Waits until all that was accepted has ended and nothing is left anywhere. */
    private void awaitEmpty() {
        Awaitility.await().atMost(LATEST.multipliedBy(2)).ignoreExceptions().untilAsserted(() -> {
            assertThat(this.ledger.account().lost()).isEmpty();
            QueueDepth depth = depth();
            assertThat(depth.ready()).isZero();
            // a broker that cannot tell has nothing to say against it
            assertThat(Stream.of(depth.delayed(), depth.inFlight()).filter(Objects::nonNull))
                .allMatch((left) -> left == 0);
        });
    }

    private QueueDepth depth() {
        return this.producer.engine().broker.capability(QueueInspection.class)
            .orElseThrow()
            .depths(List.of("taskqueue"))
            .get(0);
    }

    /** What workers hold; all that they may hold where the broker cannot tell. */
    private long lent(QueueDepth depth) {
        Long told = depth.inFlight();
        return (told != null) ? told : this.crew.alive().size() * CONCURRENCY * 11L;
    }

    private void assertNothingLost(Account account) {
        assertThat(account.lost()).as("lost; the workers say %s", this.crew.logs()).isEmpty();
        assertThat(account.unexpected()).as("unexpected").isEmpty();
    }

    private static void join(Thread thread) {
        try {
            thread.join(LATEST.toMillis());
        }
        catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private static List<Integer> numbers(int from, int count) {
        return IntStream.range(from, from + count).boxed().toList();
    }

    private static Duration longest(Duration one, Duration other) {
        return (one.compareTo(other) > 0) ? one : other;
    }

    private void print(String words, Object... values) {
        System.out.println("figure: " + getClass().getSimpleName() + ": " + words.formatted(values));
    }

}
