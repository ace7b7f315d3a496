package io.taskqueue.rabbit;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What this process has brought to its end lately. An acknowledgement may be lost on its
 * way, with the connection or with the broker; what comes again then need not run again.
 */
final class Finished {

    private static final int MOST = 20_000;

    private final Set<String> names = Collections.newSetFromMap(new LinkedHashMap<>() {

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MOST;
        }

    });

    synchronized void add(String name) {
        this.names.add(name);
    }

    synchronized boolean contains(String name) {
        return this.names.contains(name);
    }

}
