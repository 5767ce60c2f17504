package dev.larder.item;

import dev.larder.dynamo.item.Item;
import dev.larder.http.EntityTag;
import dev.larder.table.schema.ItemVersion;

/** The entity tags of items: their versions. */
public final class EntityTags {
  private EntityTags() {}

  /** The strong entity tag of an item. */
  public static EntityTag of(Item item) {
    return EntityTag.strong(ItemVersion.of(item));
  }

  /** Whether a tag is a digest of what an item without a version holds. */
  static boolean isDerived(EntityTag tag) {
    return ItemVersion.isDerived(tag.opaque());
  }
}
