/**
 * HTTP semantics that every resource shares: preconditions, entity tags, query parameters,
 * preferences, the caller, path templates, and the mapping of exceptions to problem details.
 *
 * <p>May use {@code problem} and {@code text}; knows neither DynamoDB nor Lambda. Begin with {@link
 * Preconditions} and {@link ProblemMapper}.
 */
package dev.larder.http;
