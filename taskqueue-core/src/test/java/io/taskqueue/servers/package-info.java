/**
 * Real servers for tests, found or started. Knows drivers and programs of the machine.
 * Must never know what a test does with a server, and never skips one in silence.
 */
@NullMarked
package io.taskqueue.servers;

import org.jspecify.annotations.NullMarked;
