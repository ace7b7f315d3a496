package io.taskqueue.proof;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import io.taskqueue.proof.Ledger.Entry;
import io.taskqueue.proof.Ledger.Entry.Word;

/**
 * What a ledger says, as sets of task numbers.
 *
 * @param said the tasks of each word that producers write
 * @param runs every run of a body, in the order in which they began
 * @param up the processes that took tasks
 */
record Account(Map<Word, Set<Integer>> said, List<Run> runs, Set<Long> up) {

    static Account of(List<Entry> entries) {
        Map<Word, Set<Integer>> said = new EnumMap<>(Word.class);
        for (Word word : Word.values()) {
            said.put(word, new TreeSet<>());
        }
        Map<List<Long>, Run> open = new HashMap<>();
        Map<Run, Run> runs = new LinkedHashMap<>();
        Set<Long> up = new HashSet<>();
        for (Entry entry : entries) {
            said.get(entry.word()).add(entry.task());
            List<Long> body = List.of((long) entry.task(), entry.process(), entry.thread());
            if (entry.word() == Word.BEGIN) {
                Run run = new Run(entry.task(), entry.process(), entry.at(), null);
                open.put(body, run);
                runs.put(run, run);
            }
            else if (entry.word() == Word.END) {
                Run run = open.remove(body);
                runs.put(run, new Run(run.task(), run.process(), run.begun(), entry.at()));
            }
            else if (entry.word() == Word.UP) {
                up.add(entry.process());
            }
        }
        return new Account(said, List.copyOf(runs.values()), up);
    }

    Set<Integer> accepted() {
        return this.said.get(Word.ACCEPTED);
    }

    Set<Integer> ended() {
        return this.said.get(Word.END);
    }

    /** Accepted, and no body ever reached its end. */
    Set<Integer> lost() {
        return without(accepted(), ended());
    }

    /**
     * Begun though it was never asked for, or though its producer was told that it
     * failed.
     */
    Set<Integer> unexpected() {
        Set<Integer> expected = new HashSet<>(accepted());
        expected.addAll(this.said.get(Word.UNKNOWN));
        return without(this.said.get(Word.BEGIN), expected);
    }

    /** Run though its producer could not know whether it was sent. */
    Set<Integer> recovered() {
        Set<Integer> recovered = new TreeSet<>(this.said.get(Word.UNKNOWN));
        recovered.retainAll(ended());
        return recovered;
    }

    /** Whose bodies came to their end more than once. */
    Set<Integer> doubled() {
        return numbers((runs) -> runs.stream().filter((run) -> !run.cutShort()).count() > 1);
    }

    /** Of which two bodies ran at one time. */
    Set<Integer> overlapping() {
        return numbers((runs) -> runs.stream()
            .anyMatch((run) -> runs.stream().anyMatch((other) -> other != run && run.overlaps(other))));
    }

    /** How many runs there were beyond one for each task. */
    int extraRuns() {
        return this.runs.size() - this.said.get(Word.BEGIN).size();
    }

    /** The runs of a process that never came to their end. */
    List<Run> cutShort(long process) {
        return of(process).stream().filter(Run::cutShort).toList();
    }

    List<Run> of(long process) {
        return this.runs.stream().filter((run) -> run.process() == process).toList();
    }

    List<Run> ofTask(int task) {
        return this.runs.stream().filter((run) -> run.task() == task).toList();
    }

    /** The tasks that began after this moment, or after it again. */
    List<Run> since(Instant moment) {
        return this.runs.stream().filter((run) -> run.begun().isAfter(moment)).toList();
    }

    private Set<Integer> numbers(Predicate<List<Run>> claim) {
        return this.runs.stream()
            .collect(Collectors.groupingBy(Run::task))
            .entrySet()
            .stream()
            .filter((entry) -> claim.test(entry.getValue()))
            .map(Map.Entry::getKey)
            .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<Integer> without(Set<Integer> all, Set<Integer> some) {
        Set<Integer> rest = new TreeSet<>(all);
        rest.removeAll(some);
        return rest;
    }

    @Override
    public String toString() {
        return "asked %d, accepted %d, failed %d, unknown %d (of which ran %d), runs %d, extra runs %d, lost %s"
            .formatted(this.said.get(Word.ASKED).size(), accepted().size(), this.said.get(Word.FAILED).size(),
                    this.said.get(Word.UNKNOWN).size(), recovered().size(), this.runs.size(), extraRuns(),
                    new ArrayList<>(lost()));
    }

}
