/**
 * {@code GET /_health}: whether every table answers, and which version and commit run.
 *
 * <p>May use {@code access}, {@code http}, {@code table}, {@code dynamo} and {@code problem}; no
 * other package uses it. Begin with {@link HealthResource}, then {@link HealthCheck}.
 */
package dev.larder.health;
