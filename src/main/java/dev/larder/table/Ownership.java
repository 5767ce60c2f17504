package dev.larder.table;

import dev.larder.dynamo.item.Item;
import dev.larder.problem.JsonPointers;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import dev.larder.table.filter.Filter;
import java.util.Optional;

/**
 * Which items a request may read and write, in a collection whose items have owners.
 *
 * @param attribute the attribute that names an item's owner
 * @param owner the owner whose items the request may use; empty for the items of all owners
 * @param hidesOthers whether items of other owners look absent
 */
public record Ownership(String attribute, Optional<String> owner, boolean hidesOthers) {

  /**
   * Whether the request may use the item.
   *
   * @param item an item, or a key that contains the owner attribute
   */
  public boolean permits(Item item) {
    return owner.isEmpty() || item.string(attribute).equals(owner);
  }

  /** Selects the items that the request may use; empty if it may use all. */
  public Optional<Filter> filter() {
    return owner.map(name -> Filter.equal(attribute, name));
  }

  /**
   * The item to write. If it names no owner, the caller becomes its owner.
   *
   * @throws ProblemException {@code forbidden} if it names another owner; {@code invalid-item} if
   *     it names none and {@code owner} is empty
   */
  public Item of(Item item) {
    if (owner.isPresent() && !item.has(attribute)) {
      return item.with(attribute, owner.get());
    }
    if (item.string(attribute).filter(name -> !name.isEmpty()).isEmpty()) {
      throw new ProblemException(
              ProblemType.INVALID_ITEM,
              "The attribute "
                  + attribute
                  + " must name the item's owner as a string that is not empty.")
          .with("pointer", JsonPointers.to(attribute));
    }
    if (!permits(item)) {
      throw new ProblemException(
              ProblemType.FORBIDDEN,
              "The attribute " + attribute + " names another owner. Omit it, and it is set to you.")
          .with("pointer", JsonPointers.to(attribute));
    }
    return item;
  }
}
