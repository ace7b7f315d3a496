/**
 * Holds a small web shop that places orders and does the slow part of each in the
 * background: one class for each idea, to be read from
 * {@link io.taskqueue.sample.ShopApplication} on. It knows Spring and the front door of
 * taskqueue: {@code @SharedTask}, {@code TaskTemplate}, {@code TaskContext},
 * {@code AsyncResult}, {@code TaskSearch}, and what is thrown when a broker or a store is
 * away. It must never know how tasks travel or where results are kept: that is a matter
 * of {@code application.yml}.
 */
@NullMarked
package io.taskqueue.sample;

import org.jspecify.annotations.NullMarked;
