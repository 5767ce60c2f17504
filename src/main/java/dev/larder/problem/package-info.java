/**
 * Problem details (RFC 9457): the problem types with their statuses, and the exception that every
 * layer throws to answer a request with one.
 *
 * <p>Uses no other package of Larder. Begin with {@link ProblemType}, the catalogue, then {@link
 * ProblemException}.
 */
package dev.larder.problem;
