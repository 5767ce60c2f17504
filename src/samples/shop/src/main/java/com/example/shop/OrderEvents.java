package com.example.shop;

import dev.larder.api.Item;
import dev.larder.api.ItemWrite;
import dev.larder.api.WriteHook;
import jakarta.annotation.Priority;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Set;

/** Writes an entry to the outbox, in the same transaction, when the status of an order changes. */
@Singleton
@Priority(2)
public class OrderEvents implements WriteHook {

  @Override
  public Set<String> collections() {
    return Set.of("orders");
  }

  @Override
  public void beforeWrite(ItemWrite write) {
    Optional<String> before = write.before().flatMap(order -> order.string("status"));
    Optional<String> after = write.item().flatMap(order -> order.string("status"));
    if (!after.equals(before)) {
      write
          .transaction()
          .create(
              "outbox",
              Item.of("order", write.key().get("id"), "status", after.orElse("deleted")));
    }
  }
}
