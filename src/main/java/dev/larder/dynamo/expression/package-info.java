/**
 * Conditions and projections as immutable values, their translation into DynamoDB's expressions,
 * and their evaluation in memory.
 *
 * <p>May use {@code dynamo.item}, {@code problem} and {@code text}. Begin with {@link Condition},
 * then {@link Placeholders}, which writes the text of an expression.
 */
package dev.larder.dynamo.expression;
