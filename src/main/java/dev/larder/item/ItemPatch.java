package dev.larder.item;

import dev.larder.dynamo.item.Item;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import dev.larder.table.config.RequestLimits;
import java.io.IOException;
import java.io.InputStream;

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

  /**
   * Reads a patch in the form that a media type names, parameters aside.
   *
   * @throws ProblemException {@code malformed-json}; {@code invalid-item} where DynamoDB could not
   *     keep a value; {@code invalid-patch}; {@code limit-exceeded}; {@code unsupported-media-type}
   */
  static ItemPatch read(InputStream body, String mediaType, RequestLimits limits)
      throws IOException {
    String type = mediaType.split(";", 2)[0].strip();
    if (type.equalsIgnoreCase(MERGE_PATCH)) {
      return MergePatch.read(body, limits.depth());
    }
    if (type.equalsIgnoreCase(JSON_PATCH)) {
      return JsonPatch.read(body, limits);
    }
    throw new ProblemException(
            ProblemType.UNSUPPORTED_MEDIA_TYPE,
            "Send a patch with Content-Type: " + MERGE_PATCH + " or " + JSON_PATCH + ".")
        .withHeader("Accept-Patch", MERGE_PATCH + ", " + JSON_PATCH);
  }
}
