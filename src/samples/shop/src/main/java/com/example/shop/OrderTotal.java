package com.example.shop;

import dev.larder.api.Item;
import dev.larder.api.ItemWrite;
import dev.larder.api.Problem;
import dev.larder.api.WriteHook;
import jakarta.annotation.Priority;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Computes what an order costs, and refuses orders that must not be stored. */
@Singleton
@Priority(1)
public class OrderTotal implements WriteHook {

  @Override
  public Set<String> collections() {
    return Set.of("orders");
  }

  @Override
  public void beforeWrite(ItemWrite write) {
    write.before().ifPresent(OrderTotal::requireNotShipped);
    write.item().ifPresent(order -> write.set(completed(order, write)));
  }

  private static Item completed(Item order, ItemWrite write) {
    Object placed =
        write.before().map(before -> before.get("placed")).orElseGet(() -> Instant.now().toString());
    return order
        .with("total", total(order))
        .with("status", order.string("status").orElse("placed"))
        .with("placed", placed);
  }

  private static BigDecimal total(Item order) {
    List<Object> lines = order.list("lines");
    if (lines.isEmpty()) {
      throw invalid("An order has lines, as in [{\"sku\": \"tea\", \"pieces\": 2, \"price\": 3.5}].");
    }
    return lines.stream().map(OrderTotal::price).reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static BigDecimal price(Object line) {
    if (line instanceof Map<?, ?> members
        && members.get("sku") instanceof String
        && members.get("pieces") instanceof BigDecimal pieces
        && members.get("price") instanceof BigDecimal price
        && pieces.signum() > 0
        && price.signum() >= 0) {
      return pieces.multiply(price);
    }
    throw invalid("Each line has a sku, pieces above 0, and a price that is not negative.");
  }

  private static Problem invalid(String detail) {
    return new Problem(
        "https://shop.example.com/problems/invalid-order", "The order is not valid", 422, detail);
  }

  private static void requireNotShipped(Item order) {
    if (order.string("status").orElse("").equals("shipped")) {
      throw new Problem(
          "https://shop.example.com/problems/order-shipped",
          "The order was shipped",
          409,
          "A shipped order cannot be changed or cancelled. Make a return of it.");
    }
  }
}
