package dev.larder.item;

import dev.larder.dynamo.item.ItemFormat;
import dev.larder.http.FrameworkProblems;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import dev.larder.table.config.RequestLimits;
import java.io.ByteArrayInputStream;
import java.io.IOException;

/** Reads patches in either media type. */
final class ItemPatches {
  private ItemPatches() {}

  /**
   * Reads a patch.
   *
   * @param mediaType selects the format, without parameters in effect. Of JSON, and of a body
   *     without a media type ({@code null} as text), an array is a JSON Patch and an object a JSON
   *     Merge Patch: a patch of an item can be nothing else.
   * @throws ProblemException {@code malformed-json}; {@code invalid-item} if DynamoDB cannot store
   *     a value; {@code invalid-patch}; {@code limit-exceeded}; {@code unsupported-media-type}
   */
  static ItemPatch read(byte[] body, String mediaType, RequestLimits limits) throws IOException {
    String type = mediaType.split(";", 2)[0].strip();
    boolean json = type.equalsIgnoreCase(ItemFormat.JSON) || type.equals("null");
    boolean array = json && isArray(body);
    if (type.equalsIgnoreCase(ItemPatch.MERGE_PATCH) || (json && !array)) {
      return MergePatch.read(new ByteArrayInputStream(body), limits.depth());
    }
    if (type.equalsIgnoreCase(ItemPatch.JSON_PATCH) || array) {
      return JsonPatch.read(new ByteArrayInputStream(body), limits);
    }
    throw new ProblemException(
            ProblemType.UNSUPPORTED_MEDIA_TYPE,
            "Send a patch with one of these as Content-Type: "
                + FrameworkProblems.ACCEPT_PATCH
                + ".")
        .withHeader("Accept-Patch", FrameworkProblems.ACCEPT_PATCH);
  }

  private static boolean isArray(byte[] body) {
    // Parsers ignore a byte order mark (RFC 8259, section 8.1). No JSON begins with its first
    // octet.
    int at = body.length > 0 && body[0] == (byte) 0xEF ? 3 : 0;
    while (at < body.length && " \t\n\r".indexOf(body[at]) >= 0) {
      at++;
    }
    return at < body.length && body[at] == '[';
  }
}
