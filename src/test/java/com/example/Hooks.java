package com.example;

import dev.larder.api.Caller;
import dev.larder.api.Item;
import dev.larder.api.ItemWrite;
import dev.larder.api.Problem;
import dev.larder.api.ReadHook;
import dev.larder.api.Transaction;
import dev.larder.api.WriteHook;
import jakarta.annotation.Priority;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Hooks whose work the items say. */
public final class Hooks {
  private Hooks() {}

  private static Set<String> items(boolean active) {
    return active ? Set.of("items") : Set.of();
  }

  /** Refuses, computes, and writes other items. */
  @Singleton
  @Priority(10)
  public static class OrderHook implements WriteHook {
    /** How often each item's hook was called. */
    static final Map<String, AtomicInteger> CALLS = new ConcurrentHashMap<>();

    /** Called after a hook has read the item before. */
    static volatile Runnable afterBefore = () -> {};

    @ConfigProperty(name = "example.hooks", defaultValue = "false")
    boolean active;

    @Override
    public Set<String> collections() {
      return items(active);
    }

    @Override
    public void beforeWrite(ItemWrite write) {
      String id = write.key().string("id").orElseThrow();
      CALLS.computeIfAbsent(id, key -> new AtomicInteger()).incrementAndGet();
      if (write.item().isEmpty()) {
        write.before().filter(before -> is(before, "locked")).ifPresent(before -> refuse());
        return;
      }
      Item item = write.item().get();
      if (is(item, "refused")) {
        refuse();
      }
      if (is(item, "broken")) {
        throw new IllegalStateException("A bug in the hook");
      }
      if (is(item, "counted")) {
        BigDecimal before =
            write.before().flatMap(stored -> stored.number("count")).orElse(BigDecimal.ZERO);
        afterBefore.run();
        write.set(item.with("count", before.add(BigDecimal.ONE)));
      }
      item.string("moved").ifPresent(key -> write.set(item.with("id", key)));
      item.string("outbox")
          .ifPresent(entry -> write.transaction().create("sessions", sent(entry, id)));
      item.string("counter").ifPresent(counter -> count(write.transaction(), counter));
    }

    private static Item sent(String entry, String id) {
      return Item.of("id", entry, "of", id);
    }

    private static void count(Transaction transaction, String counter) {
      Item key = Item.of("id", counter);
      Item before = transaction.get("sessions", key).orElse(key.with("count", 0));
      transaction.put(
          "sessions",
          before.with("count", before.number("count").orElseThrow().add(BigDecimal.ONE)));
    }

    private static boolean is(Item item, String flag) {
      return item.bool(flag).orElse(false);
    }

    private static void refuse() {
      throw new Problem(
              "https://example.com/problems/refused", "Refused", 409, "The hook refuses the item.")
          .with("why", "because");
    }
  }

  /** Sees what the hook before it has set. */
  @Singleton
  @Priority(20)
  public static class LaterHook implements WriteHook {
    @ConfigProperty(name = "example.hooks", defaultValue = "false")
    boolean active;

    @Override
    public Set<String> collections() {
      return items(active);
    }

    @Override
    public void beforeWrite(ItemWrite write) {
      write
          .item()
          .filter(item -> item.has("count"))
          .ifPresent(item -> write.set(item.with("seen", item.get("count"))));
    }
  }

  /** Notes each write. */
  @Singleton
  public static class AuditHook implements WriteHook {
    @ConfigProperty(name = "example.audit", defaultValue = "false")
    boolean active;

    @Override
    public Set<String> collections() {
      return active ? Set.of("sessions") : Set.of();
    }

    @Override
    public void beforeWrite(ItemWrite write) {
      write.transaction().create("items", Item.of("audit", write.key().get("id")));
    }
  }

  /** Hides an attribute, and adds one. */
  @Singleton
  public static class AnsweredHook implements ReadHook {
    @ConfigProperty(name = "example.hooks", defaultValue = "false")
    boolean active;

    @Override
    public Set<String> collections() {
      return items(active);
    }

    @Override
    public Item afterRead(Item item, Caller caller) {
      Optional<String> secret = item.string("secret");
      return secret.isEmpty() ? item : item.without("secret").with("length", secret.get().length());
    }
  }
}
