/**
 * How a message travels: what every broker promises, in types that fit memory, Redis,
 * RabbitMQ and SQL alike. Knows messages and results. Must never know a task's method, a
 * worker's threads or any broker's client.
 * <p>
 * A delivery is on loan. Its owner is a {@link io.taskqueue.broker.Consumer consumer}
 * that holds a lease over all its deliveries; if the lease ends unrenewed, the messages
 * are handed out again with a higher delivery count, and whatever the late owner says
 * afterwards is fenced off.
 *
 * <pre>
 *   publish ──► ready ──► delivered ──acknowledge──► gone
 *      │          ▲           │ release, lease ended
 *      └► due ────┴───────────┤
 *                             └─dead-letter──► dead letters ──replay──► ready
 * </pre>
 */
@NullMarked
package io.taskqueue.broker;

import org.jspecify.annotations.NullMarked;
