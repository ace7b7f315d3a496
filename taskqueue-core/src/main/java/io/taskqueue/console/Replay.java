package io.taskqueue.console;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import io.taskqueue.broker.Content;
import io.taskqueue.broker.DeadLetter;
import io.taskqueue.broker.DeadLetters;
import io.taskqueue.canvas.Unfolding;
import io.taskqueue.message.Embed;
import io.taskqueue.message.MalformedMessageException;
import io.taskqueue.message.MessageCodec;
import io.taskqueue.message.TaskMessage;
import io.taskqueue.message.WireSignature;
import io.taskqueue.result.ResultBackend;
import io.taskqueue.result.TaskHistory;
import io.taskqueue.result.TaskRecord;
import io.taskqueue.result.TaskResult;
import io.taskqueue.result.TaskRun;
import io.taskqueue.result.TaskState;

/**
 * Sends dead letters back to their queues, and lets their stories begin anew, those of
 * the links after them too: a story that has ended as rejected would refuse the outcome
 * of the new run.
 */
final class Replay {

    private final DeadLetters letters;

    private final ResultBackend results;

    Replay(DeadLetters letters, ResultBackend results) {
        this.letters = letters;
        this.results = results;
    }

    int replay(List<DeadLetter> chosen) {
        reopen(chosen.stream().flatMap(Replay::tasks).toList());
        return this.letters.replay(chosen.stream().map(DeadLetter::id).toList());
    }

    private static Stream<String> tasks(DeadLetter letter) {
        return (letter.content() instanceof Content.Readable readable)
                ? Stream.concat(Stream.of(readable.message().id()), links(readable.message())) : Stream.empty();
    }

    private static Stream<String> links(TaskMessage message) {
        try {
            Embed embed = Embed.of(MessageCodec.standard().readBody(message).embed());
            return Unfolding.tasks(embed.chain()).map(WireSignature::id).filter(Objects::nonNull);
        }
        catch (MalformedMessageException unreadable) {
            return Stream.empty();
        }
    }

    private void reopen(List<String> tasks) {
        List<TaskResult> anew = new ArrayList<>();
        this.results.capability(TaskHistory.class)
            .ifPresent((history) -> tasks.forEach((task) -> history.record(task).ifPresent((story) -> {
                if (story.state().equals(TaskState.REJECTED)) {
                    anew.add(queued(story));
                }
            })));
        this.results.forget(tasks);
        this.results.store(anew);
    }

    private static TaskResult queued(TaskRecord story) {
        return TaskResult.of(story.id(), TaskState.QUEUED, TaskRun.NONE, story.created(), story.last().details());
    }

}
