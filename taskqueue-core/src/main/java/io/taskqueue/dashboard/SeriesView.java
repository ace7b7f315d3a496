package io.taskqueue.dashboard;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.taskqueue.console.QueuesView;

/**
 * What charts draw: one number for each step of time, oldest first; the last step is not
 * over yet.
 *
 * @param start when the first step began
 * @param step seconds of one step
 * @param succeeded attempts that ended with a result, in this process
 * @param failed tasks that failed for good, in this process
 * @param retried attempts that are followed by another, in this process
 * @param dropped tasks that were revoked or rejected, in this process
 * @param median milliseconds within which half of the bodies ended
 * @param slowest milliseconds within which 95 of 100 did
 * @param ready messages that waited
 * @param age seconds that the first of them had waited
 * @param queues messages that waited, by queue
 */
record SeriesView(Instant start, long step, List<Long> succeeded, List<Long> failed, List<Long> retried,
        List<Long> dropped, List<@Nullable Double> median, List<@Nullable Double> slowest, List<@Nullable Long> ready,
        List<@Nullable Double> age, Map<String, List<@Nullable Long>> queues) {

    static SeriesView of(List<Slice> slices, long step) {
        return new SeriesView(slices.get(0).start, step, each(slices, (slice) -> slice.succeeded.sum()),
                each(slices, (slice) -> slice.failed.sum()), each(slices, (slice) -> slice.retried.sum()),
                each(slices, (slice) -> slice.dropped.sum()), some(slices, (slice) -> slice.times.percentile(50)),
                some(slices, (slice) -> slice.times.percentile(95)), some(slices, Slice::ready),
                some(slices, Slice::age), queues(slices));
    }

    private static Map<String, List<@Nullable Long>> queues(List<Slice> slices) {
        Set<String> names = new LinkedHashSet<>();
        slices.forEach((slice) -> names.addAll(slice.queues().keySet()));
        Map<String, List<@Nullable Long>> queues = new LinkedHashMap<>();
        names.forEach((name) -> queues.put(name, some(slices, (slice) -> {
            QueuesView.Queue queue = slice.queues().get(name);
            return (queue != null) ? queue.ready() : null;
        })));
        return queues;
    }

    private static <T> List<T> each(List<Slice> slices, Function<Slice, T> figure) {
        return slices.stream().map(figure).toList();
    }

    private static <T> List<@Nullable T> some(List<Slice> slices, Function<Slice, @Nullable T> figure) {
        List<@Nullable T> all = new ArrayList<>(slices.size());
        slices.forEach((slice) -> all.add(figure.apply(slice)));
        return all;
    }

}
