package com.example.shop;

import dev.larder.api.Idempotent;
import dev.larder.api.Item;
import dev.larder.api.Larder;
import dev.larder.api.Problem;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;

/** Cancels an order that was not shipped. */
@Path("/orders/{id}/cancel")
public class CancelOrder {
  @Inject Larder larder;

  @POST
  @RolesAllowed("clerk")
  @Idempotent
  public Item cancel(@PathParam("id") String id) {
    return larder.transact(
        transaction -> {
          Item order =
              transaction.get("orders", Item.of("id", id)).orElseThrow(() -> notFound(id));
          return transaction.put("orders", order.with("status", "cancelled"));
        });
  }

  private static Problem notFound(String id) {
    return new Problem(
        "https://shop.example.com/problems/no-such-order",
        "There is no such order",
        404,
        "There is no order " + id + ".");
  }
}
