/**
 * Records that Lambda sends to the failure destination of an asynchronous invocation: invoking the
 * function with one repeats the event in it.
 *
 * <p>May use {@code event}, {@code event.direct} and {@code http}. Begin with {@link
 * DestinationRecordHandler}.
 */
package dev.larder.event.destination;
