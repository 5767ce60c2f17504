package dev.larder.item;

import dev.larder.dynamo.expression.Change;
import dev.larder.dynamo.expression.Condition;
import dev.larder.dynamo.expression.UpdateDocument;
import dev.larder.dynamo.item.Item;
import dev.larder.dynamo.item.ItemReader;
import dev.larder.http.QueryParameters;
import dev.larder.problem.JsonPointers;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import dev.larder.table.Collection;
import dev.larder.table.config.RequestLimits;
import dev.larder.table.schema.ItemVersion;
import dev.larder.table.schema.KeyAttribute;
import jakarta.inject.Singleton;
import java.io.ByteArrayInputStream;
import java.io.IOException;

/** Reads update documents of the items of a collection. */
@Singleton
public class UpdateReader {
  private final RequestLimits limits;
  private final ItemWrites writes;

  UpdateReader(RequestLimits limits, ItemWrites writes) {
    this.limits = limits;
    this.writes = writes;
  }

  /**
   * Reads the document of one item.
   *
   * @throws ProblemException {@code malformed-json}; {@code invalid-patch}, with a {@code pointer}
   *     to the place; {@code invalid-item} if the update would change a key or an attribute that
   *     Larder manages, or DynamoDB cannot store a value; {@code invalid-parameter} for the
   *     condition; {@code limit-exceeded}
   */
  public ItemUpdate read(byte[] body, Collection collection) throws IOException {
    Item document =
        ItemReader.readDocument(new ByteArrayInputStream(body), limits.depth())
            .orElseThrow(UpdateDocument::notAnObject);
    return read(document, collection);
  }

  /** As {@link #read(byte[], Collection)}, of a document that is a part of a body. */
  public ItemUpdate read(Item body, Collection collection) {
    UpdateDocument document = UpdateDocument.of(body, limits.operations());
    document.update().changes().forEach(change -> requireChangeable(collection, change));
    return new ItemUpdate(
        document.update(),
        document
            .condition()
            .map(conditions -> condition(conditions, collection))
            .orElse(Condition.ALWAYS),
        document.upserts());
  }

  private Condition condition(String conditions, Collection collection) {
    return writes.conditionOf(
        collection, collection.filters(QueryParameters.parse(conditions), limits));
  }

  /** Checks that a change is of an attribute that callers may change. */
  private static void requireChangeable(Collection collection, Change change) {
    String attribute = change.path().attribute();
    if (attribute.equals(ItemVersion.ATTRIBUTE)) {
      throw managed(
          attribute,
          "An update cannot change "
              + attribute
              + ", which every write sets. To require a version, send its entity tag in If-Match.");
    }
    for (KeyAttribute key : collection.schema().key()) {
      if (attribute.equals(key.name())) {
        throw managed(attribute, "An update cannot change the key attribute " + attribute + ".");
      }
    }
    if (change.removes(attribute)
        && collection.rows().filter(of -> of.attributes().contains(attribute)).isPresent()) {
      throw managed(
          attribute, "An update cannot remove " + attribute + ", which says whose the item is.");
    }
    collection.fields().requireWritable(attribute);
    if (!change.isBlind()) {
      collection.fields().requireVisible(attribute);
    }
    if (!collection.table().isComposed(attribute)) {
      // Refuses the attributes that the collection itself stores, with the reason.
      collection.table().requireOwn(Item.NONE.with(attribute, ""));
    }
  }

  private static ProblemException managed(String attribute, String detail) {
    return new ProblemException(ProblemType.INVALID_ITEM, detail)
        .with("pointer", JsonPointers.to(attribute));
  }
}
