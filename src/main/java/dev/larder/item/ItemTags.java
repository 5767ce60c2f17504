package dev.larder.item;

import dev.larder.dynamo.item.Item;
import dev.larder.dynamo.item.ItemFormat;
import dev.larder.http.EntityTag;
import dev.larder.http.EntityTagList;
import dev.larder.http.Preconditions;
import dev.larder.table.Collection;
import dev.larder.table.schema.ItemVersion;
import java.util.Optional;

/**
 * The entity tags of an item. Each format has its own, because its octets differ (RFC 9110, section
 * 8.8.3), but all of them name one version.
 */
final class ItemTags {
  private ItemTags() {}

  /**
   * The tag of an item for the caller.
   *
   * @param item the whole item
   */
  static EntityTag of(Collection collection, Item item) {
    return EntityTag.strong(collection.versionOf(item));
  }

  /** The tag of a version in a format. */
  static EntityTag of(String version, ItemFormat form) {
    return EntityTag.strong(form == ItemFormat.TYPED ? version + ItemVersion.TYPED : version);
  }

  /** The version that a tag of {@link #of} names, given as it is in a header field. */
  static String version(String tag) {
    return version(new EntityTag(false, tag.substring(1, tag.length() - 1)));
  }

  private static String version(EntityTag tag) {
    String opaque = tag.opaque();
    return opaque.endsWith(ItemVersion.TYPED)
        ? opaque.substring(0, opaque.length() - ItemVersion.TYPED.length())
        : opaque;
  }

  /** The preconditions of a write, for which tags of any format name versions. */
  static Preconditions ofVersions(Preconditions sent) {
    if (sent.ifMatch().isEmpty() && sent.ifNoneMatch().isEmpty()) {
      return sent;
    }
    return new Preconditions(
        sent.ifMatch().map(tags -> inFormat(tags, ItemFormat.PLAIN)),
        sent.ifNoneMatch().map(tags -> inFormat(tags, ItemFormat.PLAIN)),
        sent.ifModifiedSince(),
        sent.ifUnmodifiedSince());
  }

  /**
   * The preconditions of a read. In If-Match tags of any format name versions; If-None-Match tells
   * which representation the client has.
   *
   * @param form the format of the response
   */
  static Preconditions ofRead(Preconditions sent, ItemFormat form) {
    Optional<EntityTagList> ifMatch = sent.ifMatch();
    return ifMatch.isEmpty()
        ? sent
        : new Preconditions(
            ifMatch.map(tags -> inFormat(tags, form)),
            sent.ifNoneMatch(),
            sent.ifModifiedSince(),
            sent.ifUnmodifiedSince());
  }

  private static EntityTagList inFormat(EntityTagList list, ItemFormat form) {
    return new EntityTagList(
        list.any(), list.tags().stream().map(tag -> inFormat(tag, form)).toList());
  }

  private static EntityTag inFormat(EntityTag tag, ItemFormat form) {
    return new EntityTag(tag.weak(), of(version(tag), form).opaque());
  }
}
