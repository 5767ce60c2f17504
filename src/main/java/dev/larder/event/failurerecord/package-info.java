/**
 * Records that Lambda sends to the failure destination of an asynchronous invocation. Invoking the
 * function with such a record repeats the event in it.
 *
 * <p>A feature: no other package uses it, except {@code dev}. May use {@code event} and {@code
 * http}. Begin with {@link FailureRecordHandler}.
 */
package dev.larder.event.failurerecord;
