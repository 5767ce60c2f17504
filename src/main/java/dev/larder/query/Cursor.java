package dev.larder.query;

import dev.larder.dynamo.item.Item;
import dev.larder.dynamo.item.ItemFormat;
import dev.larder.dynamo.item.ItemReader;
import dev.larder.dynamo.item.ItemWriter;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import dev.larder.text.Digest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/**
 * The position at which a page ended, as opaque text: a format version, a digest, and the key of
 * the page's last item. The digest binds the cursor to one query of one caller. It is not a secret,
 * because a cursor gives access to nothing that the request alone would not.
 */
final class Cursor {
  private static final byte VERSION = 1;
  private static final int DIGEST_BYTES = 12;
  private static final int HEADER_BYTES = 1 + DIGEST_BYTES;

  private Cursor() {}

  /**
   * @param scope what the cursor is bound to: the caller, the collection and the query
   * @param lastKey the key of the last item of the page
   */
  static String write(String scope, Item lastKey) {
    byte[] key = ItemWriter.toBytes(lastKey, ItemFormat.TYPED);
    byte[] all = new byte[HEADER_BYTES + key.length];
    all[0] = VERSION;
    System.arraycopy(digest(scope, key), 0, all, 1, DIGEST_BYTES);
    System.arraycopy(key, 0, all, HEADER_BYTES, key.length);
    return encode(all);
  }

  private static String encode(byte[] all) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(all);
  }

  /**
   * @return the key after which the page starts
   * @throws ProblemException {@code invalid-cursor} if {@link #write} did not return this text for
   *     this scope
   */
  static Item read(String scope, String cursor) {
    byte[] all;
    try {
      all = Base64.getUrlDecoder().decode(cursor);
    } catch (IllegalArgumentException e) {
      throw invalid();
    }
    if (all.length <= HEADER_BYTES || all[0] != VERSION || !encode(all).equals(cursor)) {
      throw invalid();
    }
    byte[] key = Arrays.copyOfRange(all, HEADER_BYTES, all.length);
    if (!Arrays.equals(digest(scope, key), 0, DIGEST_BYTES, all, 1, HEADER_BYTES)) {
      throw invalid();
    }
    try {
      return ItemReader.read(new ByteArrayInputStream(key), ItemFormat.TYPED);
    } catch (IOException | ProblemException e) {
      throw invalid();
    }
  }

  private static byte[] digest(String scope, byte[] key) {
    return Digest.sha256((scope + '\0').getBytes(StandardCharsets.UTF_8), key);
  }

  static ProblemException invalid() {
    return new ProblemException(
        ProblemType.INVALID_CURSOR,
        "The cursor is valid only for the unchanged query that returned it. Start again without a"
            + " cursor.");
  }
}
