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
 * The managed attribute {@code _version}: each write sets it to a new UUIDv7, whose timestamp is
 * the time of the item's last modification.
 *
 * <p>Items of other writers have no such attribute. Their version is a digest of their content with
 * a prefix, so it changes with every change.
 */
public final class ItemVersion {
  public static final String ATTRIBUTE = Write.VERSION;

  /** Ends the entity tag of a version in DynamoDB's typed form. */
  public static final String TYPED = ";typed";

  private static final String DERIVED_PREFIX = "none-";
  private static final int MAX_LENGTH = 128;

  private ItemVersion() {}

  /**
   * The lowest version that a write at this time can have, to the millisecond. Versions compare as
   * text.
   */
  public static String lowestAt(Instant time) {
    long millis = Math.max(0, time.toEpochMilli());
    return new UUID(millis << 16, 0).toString();
  }

  /**
   * The condition that a {@code _version} in a body sets, as in CouchDB: the stored version must
   * equal it. {@link Condition#ALWAYS} if the body has none.
   *
   * @throws ProblemException {@code invalid-item} if it is not a string
   */
  public static Condition preconditionOf(Item body) {
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

  /**
   * The item's version. It contains only characters that an entity tag may have (RFC 9110, section
   * 8.8.3).
   */
  public static String of(Item item) {
    return item.string(ATTRIBUTE)
        .filter(ItemVersion::isVersion)
        .orElseGet(() -> DERIVED_PREFIX + ItemDigest.of(item));
  }

  /**
   * Whether {@link #of} derived the version from the content, because the item has no attribute.
   */
  public static boolean isDerived(String version) {
    return version.startsWith(DERIVED_PREFIX);
  }

  /** When Larder last wrote the item; empty if its version contains no time. */
  public static Optional<Instant> lastModified(Item item) {
    return lastModified(of(item));
  }

  /** Other writers may store anything in the attribute. */
  private static boolean isVersion(String text) {
    return !text.isEmpty()
        && text.length() <= MAX_LENGTH
        && !isDerived(text)
        && !text.endsWith(TYPED)
        && text.chars().allMatch(c -> c > ' ' && c < 0x7F && c != '"');
  }

  /** When Larder wrote this version; empty if the version is not a UUIDv7. */
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
