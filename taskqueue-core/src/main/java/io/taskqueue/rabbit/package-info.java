/**
 * Broker and broadcast on RabbitMQ, in Celery's own queues, messages and delayed-delivery
 * exchanges, so that Python works beside us. Knows the rooms that own the SPIs, Spring
 * AMQP and RabbitMQ's Java client beneath it. Must never know how a task is run.
 * <p>
 * Connections are Spring AMQP's: who may open one, where to, and with which trust. The
 * channels on them are the plain client's. A listener container takes as much as its
 * fixed prefetch allows and acknowledges what its listener is done with; here what is
 * taken follows the slots that are free at this moment, what is taken in one go is
 * settled in another, and one acknowledgement covers many.
 *
 * <pre>
 *   publish ──► queue ──► consumer's channel ──ack──► gone
 *      │          ▲              │ channel ends: back at once
 *      └► celery_delayed_27 … 0 ─┘
 * </pre>
 *
 * One connection publishes and another consumes, because a broker that is short of memory
 * stops reading from those that publish, acknowledgements included.
 */
@NullMarked
package io.taskqueue.rabbit;

import org.jspecify.annotations.NullMarked;
