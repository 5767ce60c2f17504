/**
 * A first {@code larder.yaml} of what is there: a table with its items, or a model of NoSQL
 * Workbench.
 *
 * <p>May use {@code table.model} and what is below it. Begin with {@link ModelDraft}.
 */
package dev.larder.build.draft;
