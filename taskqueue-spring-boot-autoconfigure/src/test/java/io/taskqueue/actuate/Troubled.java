package io.taskqueue.actuate;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.taskqueue.result.Answer;
import io.taskqueue.result.ResultBackend;
import io.taskqueue.result.ResultStoreException;
import io.taskqueue.result.TaskResult;

/** A result store that can be away, and whose errors are indiscreet. */
@Configuration(proxyBeanMethods = false)
class Troubled {

    /** What its errors give away. */
    static final String CANARY = "jdbc:postgresql://db.internal/shop?user=app&password=canary";

    @Bean
    Store troubledResults() {
        return new Store();
    }

    /** The store. */
    static final class Store implements ResultBackend {

        volatile boolean readable = true;

        volatile boolean writable = true;

        @Override
        public List<Answer> store(Collection<TaskResult> results) {
            Answer answer = this.writable ? Answer.done() : Answer.failed(new IllegalStateException(CANARY));
            return Collections.nCopies(results.size(), answer);
        }

        @Override
        public Map<String, TaskResult> find(Collection<String> ids) {
            if (!this.readable) {
                throw new ResultStoreException(CANARY, new IllegalStateException(CANARY));
            }
            return Map.of();
        }

        @Override
        public void forget(Collection<String> ids) {
            // it keeps nothing
        }

        @Override
        public String description() {
            return "troubled";
        }

    }

}
