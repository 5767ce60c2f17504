package dev.larder.table.schema;

import dev.larder.dynamo.Write;
import dev.larder.dynamo.expression.Condition;
import dev.larder.dynamo.item.Item;
import dev.larder.dynamo.item.ItemDigest;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The managed attribute {@code _version}: a fresh UUIDv7 with every write, whose time is when the
 * item was last modified.
 *
 * <p>An item that another writer made has none. Its version is derived from what it holds, so it
 * changes with every change, and is known by its prefix.
 */
public final class ItemVersion {
  /** The attribute's name. */
  public static final String ATTRIBUTE = Write.VERSION;

  private static final String DERIVED_PREFIX = "none-";
  private static final int MAX_LENGTH = 128;

  private ItemVersion() {}

  /** The first version of a moment, in milliseconds; versions compare as text. */
  public static String earliestOf(Instant time) {
    long millis = Math.max(0, time.toEpochMilli());
    return new UUID(millis << 16, 0).toString();
  }

  /**
   * What the version in a body demands, as in CouchDB: that it is the one that is stored.
   *
   * @throws ProblemException {@code invalid-item} where it is no version
   */
  public static Condition demandedBy(Item body) {
    if (!body.has(ATTRIBUTE)) {
      return Condition.ALWAYS;
    }
    String version =
        body.string(ATTRIBUTE)
            .orElseThrow(
                () ->
                    new ProblemException(
                            ProblemType.INVALID_ITEM,
                            ATTRIBUTE
                                + " must be the string from a response. Send it unchanged, or"
                                + " omit it.")
                        .with("pointer", "/" + ATTRIBUTE));
    return Condition.stringIn(ATTRIBUTE, List.of(version));
  }

  /** The version of an item, of characters that can be quoted as they are. */
  public static String of(Item item) {
    return item.string(ATTRIBUTE)
        .filter(ItemVersion::isVersion)
        .orElseGet(() -> DERIVED_PREFIX + ItemDigest.of(item));
  }

  /** Whether a version is one that {@link #of} derives for want of an attribute. */
  public static boolean isDerived(String version) {
    return version.startsWith(DERIVED_PREFIX);
  }

  /** When the item was last written here; empty where its version does not tell. */
  public static Optional<Instant> lastModified(Item item) {
    return lastModified(of(item));
  }

  /** Other writers may have put anything there. */
  private static boolean isVersion(String text) {
    return !text.isEmpty()
        && text.length() <= MAX_LENGTH
        && !isDerived(text)
        && text.chars().allMatch(c -> c > ' ' && c < 0x7F && c != '"');
  }

  /** When the item of a version was last written here; empty where the version does not tell. */
  public static Optional<Instant> lastModified(String version) {
    if (version.length() != 36) {
      return Optional.empty();
    }
    try {
      UUID uuid = UUID.fromString(version);
      return uuid.version() == 7
          ? Optional.of(Instant.ofEpochMilli(uuid.getMostSignificantBits() >>> 16))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
