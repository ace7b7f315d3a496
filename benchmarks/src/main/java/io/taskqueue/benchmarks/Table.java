package io.taskqueue.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

import io.taskqueue.benchmarks.Drain.Figures;

/** The figures of all rounds, as Markdown. */
final class Table {

    private final Map<String, List<Figures>> rows = new LinkedHashMap<>();

    void add(String name, Figures figures) {
        this.rows.computeIfAbsent(name, (absent) -> new ArrayList<>()).add(figures);
    }

    double median(String name, ToDoubleFunction<Figures> figure) {
        return median(this.rows.get(name).stream().mapToDouble(figure).sorted().toArray());
    }

    static double median(double[] sorted) {
        int middle = sorted.length / 2;
        return (sorted.length % 2 == 1) ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /**
     * @param base the row that the others are compared with
     */
    String markdown(String base) {
        StringBuilder text = new StringBuilder(
                "| | tasks/s, median | rounds | × %s | worker CPU, µs | Redis CPU, µs | per script |%n| --- | ---: | --- | ---: | ---: | ---: | ---: |%n"
                    .formatted(base));
        for (String name : this.rows.keySet()) {
            text.append("| %s | %,.0f | %s | %.2f | %.1f | %.1f | %.0f |%n".formatted(name, median(name, Figures::rate),
                    this.rows.get(name)
                        .stream()
                        .map((each) -> "%,.0f".formatted(each.rate()))
                        .collect(Collectors.joining(" ")),
                    median(name, Figures::rate) / median(base, Figures::rate), median(name, Figures::workerCpu),
                    median(name, Figures::serverCpu), median(name, Figures::batch)));
        }
        return text.toString();
    }

}
