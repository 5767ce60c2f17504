package dev.larder.item;

import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import dev.larder.table.config.RequestLimits;
import java.io.IOException;
import java.io.InputStream;

/** Reads patches in either media type. */
final class ItemPatches {
  private ItemPatches() {}

  /**
   * Reads a patch.
   *
   * @param mediaType selects the format; parameters are ignored
   * @throws ProblemException {@code malformed-json}; {@code invalid-item} if DynamoDB cannot store
   *     a value; {@code invalid-patch}; {@code limit-exceeded}; {@code unsupported-media-type}
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
