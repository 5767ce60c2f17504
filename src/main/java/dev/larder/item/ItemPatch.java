package dev.larder.item;

import dev.larder.dynamo.item.Item;
import dev.larder.problem.ProblemException;

/**
 * A patch of an item: a JSON Merge Patch or a JSON Patch. It is applied to the item as plain JSON,
 * and attributes that it does not change keep their DynamoDB types; see {@link
 * dev.larder.dynamo.item.ItemTree}. It is immutable, so that it can be applied again if the item
 * has changed in the meantime.
 */
public interface ItemPatch {
  /** The media type of a JSON Merge Patch, RFC 7396. */
  String MERGE_PATCH = "application/merge-patch+json";

  /** The media type of a JSON Patch, RFC 6902. */
  String JSON_PATCH = "application/json-patch+json";

  /**
   * Returns the patched item; if an operation fails, nothing is changed.
   *
   * @throws ProblemException {@code patch-conflict} if the item is not as the patch expects; {@code
   *     invalid-item} or {@code item-too-large} if the result is not a valid item
   */
  Item apply(Item current);

  /** Whether the patch, applied twice, certainly has the same effect as applied once. */
  default boolean isRepeatable() {
    return false;
  }

  /**
   * Whether the effect or the problem of the patch can depend on the present value of an attribute.
   */
  default boolean dependsOn(String attribute) {
    return false;
  }
}
