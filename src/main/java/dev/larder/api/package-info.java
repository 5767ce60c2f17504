/**
 * What a team's own code uses: hooks around reads and writes, the collections, events, problems.
 * Everything else in Larder is internal and may change in any version; this package changes only as
 * semantic versioning permits, and a test compares its signatures with a recorded list.
 *
 * <p>Uses no other package of Larder. Begin with {@link WriteHook} and {@link Larder}.
 */
package dev.larder.api;
