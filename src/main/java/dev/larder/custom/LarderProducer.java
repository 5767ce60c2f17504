package dev.larder.custom;

import dev.larder.api.Larder;
import dev.larder.item.ItemService;
import dev.larder.query.QueryService;
import dev.larder.table.CollectionAccess;
import dev.larder.table.CollectionRegistry;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Gives own code the collections, with the rights of the request's caller. */
class LarderProducer {

  @Produces
  @Singleton
  Larder larder(
      CollectionAccess access,
      CollectionRegistry collections,
      ItemService items,
      QueryService queries,
      StoredItems stored,
      UnitCommits units) {
    Larder ofFunction =
        new CollectionClient(
            Rights.ofFunction(collections), Optional.empty(), items, queries, stored, units);
    return new CollectionClient(
        Rights.ofCaller(access), Optional.of(ofFunction), items, queries, stored, units);
  }
}
