/**
 * The build only, and not in the deployed function: compiles the model, and makes the zip and the
 * templates that are deployed, for Larder and for the projects that depend on it.
 *
 * <p>May use {@code table.model}. Begin with {@link Packaging}.
 */
package dev.larder.build;
