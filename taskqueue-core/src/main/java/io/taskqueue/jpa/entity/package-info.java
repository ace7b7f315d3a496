/**
 * The tables of the result store as JPA entities, and nothing else, so that a scan of
 * this package finds only them. Knows JPA's annotations. Must never know how a row is
 * written.
 */
@NullMarked
package io.taskqueue.jpa.entity;

import org.jspecify.annotations.NullMarked;
