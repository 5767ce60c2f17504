package dev.larder.query;

import dev.larder.dynamo.item.Item;
import dev.larder.dynamo.item.ItemFormat;
import dev.larder.dynamo.item.ItemReader;
import dev.larder.dynamo.item.ItemWriter;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import dev.larder.text.Digest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The position at which another page begins, as opaque text: a format version, a digest, the
 * columns of an export as CSV, and the key of the position. The digest binds the cursor to one
 * query of one caller. It is not a secret, because a cursor gives access to nothing that the
 * request alone would not.
 *
 * @param columns the columns that the other page must have too; empty if there are none
 */
record Cursor(Position position, Optional<List<String>> columns) {
  /** The format of a page after a key, without columns. Others are higher by what they have. */
  private static final byte VERSION = 1;

  /** The number of columns, and each column's name, before the key. */
  private static final int WITH_COLUMNS = 1;

  /** The page comes before the key. */
  private static final int BACKWARD = 2;

  /** An end of the list instead of a key. */
  private static final int WITHOUT_KEY = 4;

  private static final int ALL = WITH_COLUMNS | BACKWARD | WITHOUT_KEY;

  private static final int DIGEST_BYTES = 12;
  private static final int HEADER_BYTES = 1 + DIGEST_BYTES;

  /**
   * @param scope what the cursor is bound to: the caller, the collection and the query
   */
  static String write(String scope, Position position, Optional<List<String>> columns) {
    byte[] sent = content(position.key().orElse(Item.NONE), columns);
    int format =
        (columns.isPresent() ? WITH_COLUMNS : 0)
            | (position.backward() ? BACKWARD : 0)
            | (position.key().isEmpty() ? WITHOUT_KEY : 0);
    ByteBuffer all = ByteBuffer.allocate(HEADER_BYTES + sent.length);
    all.put((byte) (VERSION + format));
    return encode(all.put(digest(scope, format, sent), 0, DIGEST_BYTES).put(sent).array());
  }

  /** The order of the key's attributes is their own, whichever read has found the key. */
  private static byte[] content(Item position, Optional<List<String>> columns) {
    byte[] key =
        ItemWriter.toBytes(Item.of(new TreeMap<>(position.attributes())), ItemFormat.TYPED);
    if (columns.isEmpty()) {
      return key;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream content = new DataOutputStream(bytes)) {
      content.writeShort(columns.get().size());
      for (String column : columns.get()) {
        content.writeUTF(column);
      }
      content.write(key);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static String encode(byte[] all) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(all);
  }

  /**
   * @throws ProblemException {@code invalid-cursor} if {@link #write} did not return this text for
   *     this scope
   */
  static Cursor read(String scope, String cursor) {
    byte[] all;
    try {
      all = Base64.getUrlDecoder().decode(cursor);
    } catch (IllegalArgumentException e) {
      throw invalid();
    }
    if (all.length <= HEADER_BYTES
        || all[0] < VERSION
        || all[0] > VERSION + ALL
        || !encode(all).equals(cursor)) {
      throw invalid();
    }
    int format = all[0] - VERSION;
    byte[] sent = Arrays.copyOfRange(all, HEADER_BYTES, all.length);
    if (!Arrays.equals(digest(scope, format, sent), 0, DIGEST_BYTES, all, 1, HEADER_BYTES)) {
      throw invalid();
    }
    try (DataInputStream content = new DataInputStream(new ByteArrayInputStream(sent))) {
      Optional<List<String>> columns =
          (format & WITH_COLUMNS) == 0 ? Optional.empty() : Optional.of(columns(content));
      Optional<Item> key =
          Optional.of(ItemReader.read(content, ItemFormat.TYPED))
              .filter(sentKey -> !sentKey.equals(Item.NONE));
      if (key.isPresent() == ((format & WITHOUT_KEY) != 0)) {
        throw invalid();
      }
      return new Cursor(new Position(key, (format & BACKWARD) != 0), columns);
    } catch (IOException | ProblemException e) {
      throw invalid();
    }
  }

  private static List<String> columns(DataInputStream content) throws IOException {
    List<String> columns = new ArrayList<>();
    for (int left = content.readUnsignedShort(); left > 0; left--) {
      columns.add(content.readUTF());
    }
    return columns;
  }

  private static byte[] digest(String scope, int format, byte[] content) {
    int bound = format & ~WITH_COLUMNS;
    String prefix = scope + (bound == 0 ? "\0" : "\n" + bound + '\0');
    return Digest.sha256(prefix.getBytes(StandardCharsets.UTF_8), content);
  }

  static ProblemException invalid() {
    return new ProblemException(
        ProblemType.INVALID_CURSOR,
        "The cursor is valid only for the unchanged query that returned it. Start again without a"
            + " cursor.");
  }
}
