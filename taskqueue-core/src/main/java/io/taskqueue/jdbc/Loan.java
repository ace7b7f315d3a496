package io.taskqueue.jdbc;

/**
 * One claim of one message.
 *
 * @param id the message's row
 * @param number how often the row had been claimed, this time included
 */
record Loan(long id, int number) {
}
