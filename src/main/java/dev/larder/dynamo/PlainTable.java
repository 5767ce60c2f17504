package dev.larder.dynamo;

import dev.larder.dynamo.expression.Condition;
import dev.larder.dynamo.expression.Projection;
import dev.larder.dynamo.item.Item;
import java.util.Optional;
import java.util.Set;

/** A table that stores items as they are. */
public record PlainTable(String name) implements StoredTable {
  @Override
  public boolean isShared() {
    return false;
  }

  @Override
  public boolean showsAll() {
    return true;
  }

  @Override
  public boolean stores(String attribute) {
    return true;
  }

  @Override
  public boolean isComposed(String attribute) {
    return false;
  }

  @Override
  public Set<String> partsOf(String storedKey) {
    return Set.of();
  }

  @Override
  public Set<String> marks() {
    return Set.of();
  }

  @Override
  public StoredTable readBy(String index) {
    return this;
  }

  @Override
  public Item storedKey(Item key) {
    return key;
  }

  @Override
  public Optional<Condition> partOf(Item key) {
    return Optional.empty();
  }

  @Override
  public Item stored(Item item) {
    return item;
  }

  @Override
  public Optional<Item> shown(Item stored) {
    return Optional.of(stored);
  }

  @Override
  public Item requireOwn(Item item) {
    return item;
  }

  @Override
  public Projection stored(Projection projection) {
    return projection;
  }

  @Override
  public Condition stored(Condition condition, Item key, boolean replaces) {
    return condition;
  }

  @Override
  public Condition stored(Condition filter) {
    return filter;
  }
}
