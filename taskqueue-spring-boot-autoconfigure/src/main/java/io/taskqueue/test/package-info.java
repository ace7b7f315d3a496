/**
 * The test kit of applications that use taskqueue: an annotation, and a tester that runs
 * waiting tasks inline, tells what was enqueued and moves the clock. Knows Spring's test
 * framework, the auto-configuration and the core. Must never be needed by any other room,
 * nor be there in an application outside its tests.
 */
@NullMarked
package io.taskqueue.test;

import org.jspecify.annotations.NullMarked;
