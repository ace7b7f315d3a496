/**
 * Broker, results, broadcast and wishes on Redis, Sentinel and Cluster, in kombu's and
 * Celery's own layout where they have one, so that Python works beside us on the same
 * queues and reads the same results. Knows the rooms that own the SPIs, Spring Data Redis
 * and Lettuce beneath it. Must never know how a task is run.
 */
@NullMarked
package io.taskqueue.redis;

import org.jspecify.annotations.NullMarked;
