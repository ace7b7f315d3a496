/**
 * The application whose tests use the test kit. Knows what an application knows. Must
 * never know the test kit.
 */
@NullMarked
package io.taskqueue.test.shop;

import org.jspecify.annotations.NullMarked;
