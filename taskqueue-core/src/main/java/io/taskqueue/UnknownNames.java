package io.taskqueue;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.taskqueue.canvas.BuiltIn;
import io.taskqueue.message.SafeText;

/**
 * Says once for each name that no known worker has it, with the names that come nearest.
 * It matters where this process is the only one that could run it.
 */
final class UnknownNames {

    private static final Logger logger = LoggerFactory.getLogger(UnknownNames.class);

    private static final int REMEMBERED = 1_000;

    private static final int COMPARED = 200;

    private final TaskCatalog catalog;

    private final boolean onlyHere;

    private final Set<String> said = ConcurrentHashMap.newKeySet();

    UnknownNames(TaskCatalog catalog, boolean onlyHere) {
        this.catalog = catalog;
        this.onlyHere = onlyHere;
    }

    void look(String task) {
        if (this.onlyHere && this.said.size() < REMEMBERED && this.catalog.find(task).isEmpty() && !BuiltIn.is(task)
                && this.said.add(task)) {
            logger.warn("No worker of this application knows task {}; the nearest names are {}", SafeText.of(task),
                    nearest(task));
        }
    }

    private List<String> nearest(String task) {
        return this.catalog.all()
            .stream()
            .map(TaskDefinition::name)
            .sorted(Comparator.comparingInt((name) -> distance(name, task)))
            .limit(3)
            .toList();
    }

    /** The Levenshtein distance. */
    static int distance(String one, String other) {
        String a = one.substring(0, Math.min(COMPARED, one.length()));
        String b = other.substring(0, Math.min(COMPARED, other.length()));
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + ((a.charAt(i - 1) == b.charAt(j - 1)) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }

}
