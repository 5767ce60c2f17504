package dev.larder.item;

import dev.larder.dynamo.item.Item;
import dev.larder.problem.ProblemException;

/**
 * A change to an item, in one of two forms. It sees the item as plain JSON, and what it does not
 * touch keeps its type; see {@link dev.larder.dynamo.item.ItemTree}. Immutable, so that it can be
 * applied again to an item that has changed meanwhile.
 */
public interface ItemPatch {
  /** The media type of the form of RFC 7396. */
  String MERGE_PATCH = "application/merge-patch+json";

  /** The media type of the form of RFC 6902. */
  String JSON_PATCH = "application/json-patch+json";

  /**
   * The item after the change, all of it or none.
   *
   * @throws ProblemException {@code patch-conflict} where the item is not as the patch expects;
   *     {@code invalid-item} and {@code item-too-large} where the result is no item
   */
  Item apply(Item current);
}
