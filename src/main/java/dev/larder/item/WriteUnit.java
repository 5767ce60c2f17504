package dev.larder.item;

import dev.larder.dynamo.ItemPlace;
import dev.larder.dynamo.StoredTable;
import dev.larder.dynamo.Transactions;
import dev.larder.dynamo.Write;
import dev.larder.dynamo.expression.Condition;
import dev.larder.dynamo.item.Item;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Writes that are made together, and what was read to make them. */
public final class WriteUnit {
  private final Map<ItemPlace, Write> writes = new LinkedHashMap<>();

  /** Checks of items that must exist, unless the transaction creates them. */
  private final Map<ItemPlace, Write> required = new LinkedHashMap<>();

  /** A check of each item that was read. */
  private final Map<ItemPlace, Write> reads = new LinkedHashMap<>();

  private final Map<ItemPlace, Optional<Item>> stored = new LinkedHashMap<>();

  private final Map<ItemPlace, Function<Optional<Item>, ProblemException>> failures =
      new HashMap<>();

  /** The write of an item that this unit has so far. */
  public Optional<Write> write(StoredTable table, Item key) {
    return Optional.ofNullable(writes.get(ItemPlace.of(table, key)));
  }

  /** What {@link #read} has noted of an item; empty if nothing. */
  public Optional<Optional<Item>> stored(StoredTable table, Item key) {
    return Optional.ofNullable(stored.get(ItemPlace.of(table, key)));
  }

  /**
   * Notes that an item was read.
   *
   * @param unchanged holds as long as the item is as it was read
   */
  public void read(StoredTable table, Item key, Optional<Item> item, Condition unchanged) {
    ItemPlace place = ItemPlace.of(table, key);
    stored.put(place, item);
    reads.put(place, Write.check(table, key, Condition.ALWAYS).relyingOn(unchanged));
    requireSize();
  }

  /**
   * Adds a write. One of the same item before it is replaced, but what that required of the stored
   * item must still hold.
   *
   * @param failure makes the problem if the condition of the write does not hold for the stored
   *     item
   */
  public void add(Write write, Function<Optional<Item>, ProblemException> failure) {
    failures.putIfAbsent(write.place(), failure);
    Write before = writes.get(write.place());
    writes.put(write.place(), before == null ? write : write.insteadOf(before));
    requireSize();
  }

  /** Adds a check of an item, which is not needed if the transaction puts that item. */
  public void require(Write check) {
    required.putIfAbsent(check.place(), check);
    requireSize();
  }

  private void requireSize() {
    if (writes.size() + reads.size() + required.size() > 2 * Transactions.MAX_WRITES) {
      throw tooMany();
    }
  }

  private static ProblemException tooMany() {
    return new ProblemException(
            ProblemType.LIMIT_EXCEEDED,
            "The request would read or write more than "
                + Transactions.MAX_WRITES
                + " items in one transaction, which is DynamoDB's limit; nothing was written.")
        .with("limit", Transactions.MAX_WRITES);
  }

  /** Whether anything was read or written. */
  public boolean isEmpty() {
    return writes.isEmpty() && reads.isEmpty() && required.isEmpty();
  }

  /**
   * Adds what was read of an item to its write.
   *
   * @param write is not in this unit
   * @throws ProblemException {@code invalid-transaction} if this unit writes the item too
   */
  public Write completed(Write write) {
    ItemPlace place = write.place();
    if (writes.containsKey(place)) {
      throw new ProblemException(
          ProblemType.INVALID_TRANSACTION,
          "A hook of this or another operation writes the same item, but a transaction can write"
              + " each item only once.");
    }
    Write check = required.remove(place);
    requireKept(check, write);
    Write checked =
        check != null && write.action() == Write.Action.CHECK
            ? write.and(check.condition())
            : write;
    Write read = reads.remove(place);
    return read == null ? checked : checked.relyingOn(read.unchanged());
  }

  /** Checks that a write does not delete an item that must exist; either can be null for none. */
  private static void requireKept(Write check, Write write) {
    if (check != null && write != null && write.action() == Write.Action.DELETE) {
      throw check.refusal().orElseThrow().get();
    }
  }

  /**
   * The problem of a write of this unit whose condition does not hold.
   *
   * @param current the stored item; empty if there is none
   */
  public Optional<ProblemException> failure(Write write, Optional<Item> current) {
    return Optional.ofNullable(failures.get(write.place())).map(of -> of.apply(current));
  }

  /** The writes of this unit, and checks of the items that it has only read. */
  public List<Write> all() {
    List<Write> all = new ArrayList<>();
    Map<ItemPlace, Write> onlyRead = new LinkedHashMap<>(reads);
    writes.forEach(
        (place, write) -> {
          Write read = onlyRead.remove(place);
          all.add(read == null ? write : write.relyingOn(read.unchanged()));
        });
    required.forEach(
        (place, check) -> {
          Write write = writes.get(place);
          requireKept(check, write);
          Write read = onlyRead.remove(place);
          if (write == null) {
            all.add(read == null ? check : check.relyingOn(read.unchanged()));
          }
        });
    all.addAll(onlyRead.values());
    if (all.size() > Transactions.MAX_WRITES) {
      throw tooMany();
    }
    return all;
  }
}
