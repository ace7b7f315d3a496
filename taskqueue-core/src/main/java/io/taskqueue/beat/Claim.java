package io.taskqueue.beat;

/**
 * A firing that is this node's to send.
 *
 * @param entry its schedule
 * @param firing the firing
 */
record Claim(ScheduleEntry entry, Firing firing) {
}
