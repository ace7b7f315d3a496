/**
 * Proofs of the promises that only whole processes can break: workers that are killed,
 * frozen and ended, servers that come back, networks that are cut. Producers and bodies
 * write one ledger, and what it says in the end is compared with what was promised. Knows
 * the engine and the test servers. Must never know which broker it proves: that one
 * brings a {@link io.taskqueue.proof.Subject} and a main class for its workers.
 */
@NullMarked
package io.taskqueue.proof;

import org.jspecify.annotations.NullMarked;
