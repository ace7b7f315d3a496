package io.taskqueue.redis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.taskqueue.broker.BrokerUnavailableException;
import io.taskqueue.result.Answer;
import io.taskqueue.result.TaskResult;

/**
 * Writes what is told of tasks. It first takes it that nobody has told anything of them
 * yet, as where only ends are told; where somebody has, the script hands out what stands,
 * and it is decided again.
 */
final class ResultStore {

    private static final Script STORE = Script.named("store");

    private static final int STEP = 100;

    private static final int ROUNDS = 10;

    private final RedisConnections connections;

    private final ResultWrites writes;

    private final byte[] index;

    private final int recent;

    ResultStore(RedisConnections connections, ResultWrites writes, byte[] index, int recent) {
        this.connections = connections;
        this.writes = writes;
        this.index = index;
        this.recent = recent;
    }

    List<Answer> store(Collection<TaskResult> results) {
        Map<String, Told> tasks = new LinkedHashMap<>();
        int place = 0;
        for (TaskResult statement : results) {
            tasks.computeIfAbsent(statement.id(), (id) -> new Told()).add(place++, statement);
        }
        Answer[] answers = new Answer[place];
        List<Told> open = List.copyOf(tasks.values());
        for (int round = 0; round < ROUNDS && !open.isEmpty(); round++) {
            open = round(open, answers);
        }
        open.forEach((told) -> told.settle(answers,
                Answer.failed(new IllegalStateException("Others kept telling of the task at the same time"))));
        return Arrays.asList(answers);
    }

    /** Returns the tasks that others had told of. */
    private List<Told> round(List<Told> open, Answer[] answers) {
        List<Told> writing = open.stream().filter((told) -> decide(told, answers)).toList();
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < writing.size(); i += STEP) {
            steps.add(start(writing.subList(i, Math.min(writing.size(), i + STEP))));
        }
        List<Told> conflicts = new ArrayList<>();
        steps.forEach((step) -> finish(step, answers, conflicts));
        return conflicts;
    }

    /** Returns whether there is something to write. */
    private boolean decide(Told told, Answer[] answers) {
        try {
            if (told.draft(this.writes).document() != null) {
                return true;
            }
            told.settle(answers);
        }
        catch (RuntimeException unwritable) {
            told.settle(answers, Answer.failed(unwritable));
        }
        return false;
    }

    private Step start(List<Told> tasks) {
        List<byte[]> keys = new ArrayList<>();
        List<byte[]> args = new ArrayList<>();
        args.add(RedisKeys.bytes(Integer.toString(this.recent)));
        for (Told told : tasks) {
            ResultWrite write = told.write();
            keys.add(write.key());
            args.add(RedisKeys.bytes(write.expect()));
            args.add(write.document());
            args.add(RedisKeys.bytes(Long.toString(write.ttlMillis())));
            args.add(RedisKeys.bytes(write.score()));
            args.add(RedisKeys.bytes(write.id()));
        }
        keys.add(this.index);
        return new Step(tasks, this.connections.start(STORE, keys, args));
    }

    private void finish(Step step, Answer[] answers, List<Told> conflicts) {
        try {
            List<?> replies = (List<?>) this.connections.await(step.reply());
            for (int i = 0; i < step.tasks().size(); i++) {
                Told told = step.tasks().get(i);
                if (replies.get(i) instanceof byte[] standing) {
                    told.standing(standing);
                    conflicts.add(told);
                }
                else {
                    told.settle(answers);
                }
            }
        }
        catch (BrokerUnavailableException failure) {
            Answer answer = failure.maybeSent() ? Answer.unknown(failure) : Answer.failed(failure);
            step.tasks().forEach((told) -> told.settle(answers, answer));
        }
    }

    /**
     * One call of the script.
     *
     * @param tasks whose documents it writes
     * @param reply its reply
     */
    private record Step(List<Told> tasks, CompletableFuture<Object> reply) {
    }

}
