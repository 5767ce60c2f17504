package dev.larder.table;

import dev.larder.dynamo.item.Item;
import dev.larder.problem.JsonPointers;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import dev.larder.table.filter.Filter;
import java.util.Optional;

/**
 * Whose items a request may read and write, in a collection whose items have owners.
 *
 * @param attribute that names an item's owner
 * @param owner whose items they are; empty for everybody's
 * @param secret whether items of others look as if there were none
 */
public record Ownership(String attribute, Optional<String> owner, boolean secret) {

  /** Whether an item, or one with this key, can be among them. */
  public boolean covers(Item item) {
    return owner.isEmpty() || item.string(attribute).equals(owner);
  }

  /** Holds for the items that are among them; empty where all are. */
  public Optional<Filter> filter() {
    return owner.map(name -> Filter.equal(attribute, name));
  }

  /**
   * An item as it is written: the owner who is writing is named in it.
   *
   * @throws ProblemException {@code forbidden} where it names another; {@code invalid-item} where
   *     it names none, and whose it should be is not known
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
    if (!covers(item)) {
      throw new ProblemException(
              ProblemType.FORBIDDEN,
              "The attribute " + attribute + " names another owner. Omit it, and it is set to you.")
          .with("pointer", JsonPointers.to(attribute));
    }
    return item;
  }
}
