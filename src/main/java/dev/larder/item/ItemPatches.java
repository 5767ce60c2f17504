package dev.larder.item;

import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import dev.larder.table.config.RequestLimits;
import java.io.IOException;
import java.io.InputStream;

/** Reads patches of both forms. */
final class ItemPatches {
  private ItemPatches() {}

  /**
   * Reads a patch in the form that a media type names, parameters aside.
   *
   * @throws ProblemException {@code malformed-json}; {@code invalid-item} where DynamoDB could not
   *     keep a value; {@code invalid-patch}; {@code limit-exceeded}; {@code unsupported-media-type}
   */
  static ItemPatch read(InputStream body, String mediaType, RequestLimits limits)
      throws IOException {
    String type = mediaType.split(";", 2)[0].strip();
    if (type.equalsIgnoreCase(ItemPatch.MERGE_PATCH)) {
      return MergePatch.read(body, limits.depth());
    }
    if (type.equalsIgnoreCase(ItemPatch.JSON_PATCH)) {
      return JsonPatch.read(body, limits);
    }
    throw new ProblemException(
            ProblemType.UNSUPPORTED_MEDIA_TYPE,
            "Send a patch with Content-Type: "
                + ItemPatch.MERGE_PATCH
                + " or "
                + ItemPatch.JSON_PATCH
                + ".")
        .withHeader("Accept-Patch", ItemPatch.MERGE_PATCH + ", " + ItemPatch.JSON_PATCH);
  }
}
