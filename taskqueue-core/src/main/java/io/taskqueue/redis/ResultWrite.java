package io.taskqueue.redis;

import org.jspecify.annotations.Nullable;

import io.taskqueue.result.Answer;

/**
 * What is to be written of one task, if nobody has told anything of it since.
 *
 * @param answer what the teller is answered once it is written, or at once where there is
 * nothing to write
 * @param key the document's key, and the channel it is published on
 * @param expect the digest of the document it follows, empty where there must be none
 * @param document the document, or {@code null} where there is nothing to write
 * @param ttlMillis how long it stays, 0 for ever
 * @param score the task's place in the index of recent tasks, empty where it has none
 * @param id the task
 */
record ResultWrite(Answer answer, byte[] key, String expect, byte @Nullable [] document, long ttlMillis, String score,
        String id) {
}
