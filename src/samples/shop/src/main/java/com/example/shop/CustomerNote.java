package com.example.shop;

import dev.larder.api.Caller;
import dev.larder.api.Item;
import dev.larder.api.ItemWrite;
import dev.larder.api.ReadHook;
import dev.larder.api.WriteHook;
import jakarta.inject.Singleton;
import java.util.Set;

/** Keeps the internal note about a customer from everybody but managers. */
@Singleton
public class CustomerNote implements ReadHook, WriteHook {

  @Override
  public Set<String> collections() {
    return Set.of("customers");
  }

  @Override
  public Item afterRead(Item customer, Caller caller) {
    return caller.hasRole("manager") ? customer : customer.without("note");
  }

  /** Leaves the note as it is: who does not see it cannot send it back. */
  @Override
  public void beforeWrite(ItemWrite write) {
    if (write.item().isPresent() && !write.caller().hasRole("manager")) {
      Item customer = write.item().get().without("note");
      Object note = write.before().map(before -> before.get("note")).orElse(null);
      write.set(note == null ? customer : customer.with("note", note));
    }
  }
}
