package dev.larder.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a resource method that takes effect once for each {@code Idempotency-Key}. Its writes are
 * made by one {@link Larder#transact}, which records the key and the response in the same
 * transaction: what {@code transact} returns is the response, and a repeat of the request gets it
 * again, marked by {@code Idempotency-Replayed: true}.
 *
 * <pre>{@code
 * @POST
 * @Path("/orders/{id}/cancel")
 * @Authenticated
 * @Idempotent
 * public Item cancel(@PathParam("id") String id) {
 *   return larder.transact(transaction -> {
 *     Item order = transaction.get("orders", Item.of("id", id)).orElseThrow(...);
 *     return transaction.put("orders", order.with("status", "cancelled"));
 *   });
 * }
 * }</pre>
 *
 * <p>A request without the header field is carried out as if the method were not marked. Without
 * this annotation, a request with the header field is refused, since nothing would keep its
 * promise.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Idempotent {}
