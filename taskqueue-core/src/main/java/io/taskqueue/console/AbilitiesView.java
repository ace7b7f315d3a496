package io.taskqueue.console;

/**
 * What this application's broker and result store can tell and do.
 *
 * @param search whether tasks can be listed and searched, and not only found by their id
 * @param history whether attempts and arguments are kept
 * @param depths whether queues can be looked into
 * @param pause whether queues can be paused
 * @param purge whether queues can be emptied
 * @param deadLetters whether dead letters are kept
 */
public record AbilitiesView(boolean search, boolean history, boolean depths, boolean pause, boolean purge,
        boolean deadLetters) {
}
