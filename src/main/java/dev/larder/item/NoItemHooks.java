package dev.larder.item;

import dev.larder.dynamo.expression.Condition;
import dev.larder.dynamo.item.Item;
import dev.larder.table.Collection;
import io.quarkus.arc.DefaultBean;
import jakarta.inject.Singleton;
import java.util.Optional;

/** The hooks of a function that was built without them. */
@DefaultBean
@Singleton
class NoItemHooks implements ItemHooks {

  @Override
  public boolean seeReads(String collection) {
    return false;
  }

  @Override
  public boolean seeWrites(String collection) {
    return false;
  }

  @Override
  public Item afterRead(Collection collection, Item item) {
    return item;
  }

  @Override
  public Outcome beforeWrite(
      Collection collection, Item key, Optional<Item> item, Optional<Item> stored, WriteUnit unit) {
    return new Outcome(item, Condition.ALWAYS);
  }
}
