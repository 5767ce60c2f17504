/**
 * What Lambda imposes on every layer: the size and the time limit of a response, and how SnapStart
 * announces a snapshot.
 *
 * <p>Uses no other package of Larder. Begin with {@link ResponseLimits}.
 */
package dev.larder.runtime;
