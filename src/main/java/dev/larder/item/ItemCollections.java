package dev.larder.item;

import dev.larder.dynamo.expression.Projection;
import dev.larder.dynamo.item.Item;
import dev.larder.dynamo.item.ItemFormat;
import dev.larder.problem.ProblemException;
import dev.larder.table.Collection;
import jakarta.ws.rs.core.Response;

/** Reads an item together with others that have the same partition key. */
public interface ItemCollections {
  /**
   * Responds with an item and, as its member {@code _included}, the items of other collections in
   * its item collection.
   *
   * @param key of the item
   * @param names of the other collections, separated by commas
   * @throws ProblemException {@code invalid-parameter} if one of them has another partition key;
   *     {@code item-not-found}
   */
  Response read(
      Collection collection,
      Item key,
      String names,
      boolean consistent,
      Projection fields,
      ItemFormat form);
}
