package io.taskqueue.jdbc;

import java.util.List;

/**
 * What a consumer asks a table for.
 *
 * @param owner who asks
 * @param queues where to look, the first one first
 * @param limit how many messages at most
 * @param share how many of one queue at most
 */
record Wanted(String owner, List<String> queues, int limit, int share) {
}
