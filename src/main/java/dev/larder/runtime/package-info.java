/**
 * What every layer needs of Lambda: the size and the time limit of a response, the trace of an
 * invocation, and how SnapStart announces a snapshot; and UUIDv7, for versions, keys and ids.
 *
 * <p>Uses no other package of Larder. Begin with {@link ResponseLimits}.
 */
package dev.larder.runtime;
