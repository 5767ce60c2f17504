package com.example.shop;

import dev.larder.api.BusEvent;
import dev.larder.api.BusEventHandler;
import dev.larder.api.Item;
import dev.larder.api.Larder;
import dev.larder.api.Page;
import dev.larder.api.Query;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Closes, each night, the orders that were placed 30 days ago and never paid. */
@Singleton
public class UnpaidOrders implements BusEventHandler {
  @Inject Larder larder;

  /** The template has another schedule too; the ARN of a rule has its name. */
  @Override
  public boolean accepts(BusEvent event) {
    return event.isSchedule() && event.resources().toString().contains("Nightly");
  }

  /** A repeat goes on where the one before it ended, since a closed order is no longer found. */
  @Override
  public void handle(BusEvent event) {
    Query unpaid =
        Query.all()
            .where("status", "placed")
            .where("placed", "lt", event.time().minus(Duration.ofDays(30)));
    Page page = larder.asFunction().query("orders", unpaid);
    page.items().forEach(this::close);
    while (page.next().isPresent()) {
      page = larder.asFunction().query("orders", unpaid.cursor(page.next().get()));
      page.items().forEach(this::close);
    }
  }

  /** Reads the order again, since an index may be behind. */
  private void close(Item found) {
    larder
        .asFunction()
        .transact(
            transaction -> {
              Item key = Item.of("id", found.get("id"));
              return transaction
                  .get("orders", key)
                  .filter(order -> order.get("status").equals("placed"))
                  .map(order -> transaction.put("orders", order.with("status", "closed")));
            });
  }
}
