package dev.larder.item;

import dev.larder.dynamo.expression.Change;
import dev.larder.dynamo.expression.Condition;
import dev.larder.dynamo.expression.Update;
import dev.larder.dynamo.item.Item;
import dev.larder.http.Preconditions;
import dev.larder.table.Collection;
import dev.larder.table.schema.KeyType;
import java.util.stream.Stream;

/**
 * The update of an item of one collection, as {@link UpdateReader} reads it.
 *
 * @param condition must hold for the item
 * @param upserts whether an item that does not exist is created
 */
public record ItemUpdate(Update changes, Condition condition, boolean upserts) {
  /** The media type of an update document. */
  public static final String MEDIA_TYPE = "application/vnd.larder.update+json";

  /** Whether a media type, as a Content-Type has it, is that of an update document. */
  public static boolean isMediaType(String type) {
    return type.split(";", 2)[0].strip().equalsIgnoreCase(MEDIA_TYPE);
  }

  /** Whether the update creates the item if there is none. */
  boolean createsItem() {
    return upserts && condition.holdsFor(Item.NONE);
  }

  /** Whether the update, made twice, certainly has the same effect as made once. */
  public boolean isRepeatable(Preconditions preconditions) {
    return changes.isRepeatable() || preconditions.areForVersions();
  }

  /** The updated item, made in memory. */
  Item apply(Item current) {
    return changes.apply(current);
  }

  /**
   * Whether the update cannot be made without the whole item: a schema checks it, a key is composed
   * of what changes, or the value to store depends on more than the update.
   */
  boolean needsItem(Collection collection) {
    return collection.itemValidator().isPresent()
        || changes.changesNestedSet()
        || attributes().anyMatch(attribute -> needsItem(collection, attribute));
  }

  private static boolean needsItem(Collection collection, String attribute) {
    return collection.table().isComposed(attribute)
        || collection.isRow(attribute)
        // Its value is base64 in the document.
        || collection
            .schema()
            .definition(attribute)
            .filter(key -> key.type() == KeyType.B)
            .isPresent();
  }

  private Stream<String> attributes() {
    return changes.changes().stream().map(Change::path).map(path -> path.attribute());
  }
}
