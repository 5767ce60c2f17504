package dev.larder.bulk;

import dev.larder.dynamo.Write;
import dev.larder.dynamo.item.Item;
import dev.larder.http.QueryParameters;
import dev.larder.item.ItemWrites;
import dev.larder.table.Collection;
import dev.larder.table.schema.ItemVersion;
import jakarta.ws.rs.core.UriInfo;

/**
 * What the query parameters of a bulk write make of its entries.
 *
 * @param generatesKeys {@code generate=key}: string keys that an entry lacks are generated
 * @param restores {@code restore=true}: the {@code _version} of an entry, which an export has, is
 *     no precondition; the entry is written whatever is stored
 */
record PutOptions(boolean generatesKeys, boolean restores) {

  /**
   * @throws dev.larder.problem.ProblemException {@code invalid-parameter}
   */
  static PutOptions of(UriInfo uri) {
    QueryParameters parameters = QueryParameters.of(uri, "generate", "restore");
    return new PutOptions(parameters.isSet("generate", "key"), parameters.booleanValue("restore"));
  }

  Write writeOf(Item entry, Collection collection, ItemWrites writes) {
    Item item = restores ? entry.without(ItemVersion.ATTRIBUTE) : entry;
    return writes.createOrReplace(collection, item, generatesKeys);
  }
}
