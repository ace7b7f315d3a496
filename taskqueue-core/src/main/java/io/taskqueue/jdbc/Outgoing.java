package io.taskqueue.jdbc;

/**
 * A message as it is inserted.
 *
 * @param queue the queue it waits in
 * @param step nine minus its priority, so that the first come first
 * @param delayMicros how long it waits before it is due
 * @param taskId the task's id
 * @param task the task's name
 * @param headers everything else the sender said, as JSON
 * @param contentType the body's media type
 * @param contentEncoding the body's character set
 * @param body the encoded arguments
 */
record Outgoing(String queue, int step, long delayMicros, String taskId, String task, String headers,
        String contentType, String contentEncoding, byte[] body) {

    /** About so many bytes. */
    long size() {
        return this.body.length + this.headers.length() + 500L;
    }

}
