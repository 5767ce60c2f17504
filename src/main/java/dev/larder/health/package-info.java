/**
 * {@code GET /_health}: whether every table answers, and which version and commit run. The Lambda
 * console's first test event gets the same.
 *
 * <p>A feature: no other package uses it, except {@code dev}. May use {@code event}, {@code http},
 * {@code table}, {@code dynamo} and {@code problem}. Begin with {@link HealthResource}, then {@link
 * HealthCheck}.
 */
package dev.larder.health;
