package io.taskqueue.autoconfigure;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/**
 * The Redis that the application has anyway: the marked, the primary, or the only one.
 */
final class ApplicationsRedis {

    private final ObjectProvider<RedisConnectionFactory> any;

    private final ObjectProvider<RedisConnectionFactory> marked;

    ApplicationsRedis(ObjectProvider<RedisConnectionFactory> any, ObjectProvider<RedisConnectionFactory> marked) {
        this.any = any;
        this.marked = marked;
    }

    /**
     * The factory that leads there.
     * @param typeKey the property that asks for it
     */
    RedisConnectionFactory factory(String typeKey) {
        RedisConnectionFactory own = this.marked.getIfAvailable();
        RedisConnectionFactory chosen = (own != null) ? own : this.any.getIfUnique();
        if (chosen != null) {
            return chosen;
        }
        boolean none = this.any.stream().findAny().isEmpty();
        throw new TaskQueueStartException(
                typeKey + " is redis, and this application has "
                        + (none ? "no RedisConnectionFactory." : "several RedisConnectionFactory beans, none primary."),
                """
                        Do one of these:

                            - give tasks an address of their own: %s=redis://…
                            - %s""".formatted(typeKey.replace(".type", ".url"),
                        none ? "let Boot make the connection, from spring.data.redis.*"
                                : "mark one of the beans with @TaskQueueRedis"));
    }

}
