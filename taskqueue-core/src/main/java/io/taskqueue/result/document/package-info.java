/**
 * A task's result as Celery writes it, wherever it is kept or sent: a JSON document that
 * Python reads as its own. Knows results and JSON. Must never know a client of any store.
 */
@NullMarked
package io.taskqueue.result.document;

import org.jspecify.annotations.NullMarked;
