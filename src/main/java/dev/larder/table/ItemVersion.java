package dev.larder.table;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import dev.larder.dynamo.Condition;
import dev.larder.dynamo.Item;
import dev.larder.dynamo.ItemDigest;
import dev.larder.dynamo.Write;
import dev.larder.http.EntityTag;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The managed attribute {@code _version}: a fresh UUIDv7 with every write. It is the entity tag of
 * an item, and its time is when the item was last modified.
 *
 * <p>An item that another writer made has none. Its tag is derived from what it holds, so it
 * changes with every change, and is known by its prefix.
 */
public final class ItemVersion {
  /** The attribute's name. */
  public static final String ATTRIBUTE = Write.VERSION;

  private static final String DERIVED_PREFIX = "none-";
  private static final int MAX_LENGTH = 128;
  private static final TimeBasedEpochGenerator GENERATOR = Generators.timeBasedEpochGenerator();

  private ItemVersion() {}

  /** A version that no write had before, later than all others of this container. */
  public static String next() {
    return GENERATOR.generate().toString();
  }

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
                                + " is the string that an answer gave; send it back as it was, or"
                                + " leave it out.")
                        .with("pointer", "/" + ATTRIBUTE));
    return Condition.stringIn(ATTRIBUTE, List.of(version));
  }

  /** The entity tag of an item. */
  public static EntityTag tagOf(Item item) {
    return EntityTag.strong(of(item).orElseGet(() -> DERIVED_PREFIX + ItemDigest.of(item)));
  }

  /** Whether a tag is one that {@link #tagOf} derives for want of a version. */
  public static boolean isDerived(EntityTag tag) {
    return tag.opaque().startsWith(DERIVED_PREFIX);
  }

  /** When the item was last written here; empty where its version does not tell. */
  public static Optional<Instant> lastModified(Item item) {
    return lastModified(tagOf(item));
  }

  /** When the item of a tag was last written here; empty where the tag does not tell. */
  public static Optional<Instant> lastModified(EntityTag tag) {
    return timeOf(tag.opaque());
  }

  /** The item's version where it can be an entity tag. */
  private static Optional<String> of(Item item) {
    return item.string(ATTRIBUTE)
        .filter(
            version ->
                !version.isEmpty()
                    && version.length() <= MAX_LENGTH
                    && !version.startsWith(DERIVED_PREFIX)
                    && version
                        .chars()
                        .allMatch(c -> c < 0x7F && EntityTag.isTagCharacter((char) c)));
  }

  private static Optional<Instant> timeOf(String version) {
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
