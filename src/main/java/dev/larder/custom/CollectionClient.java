package dev.larder.custom;

import dev.larder.api.Item;
import dev.larder.api.Larder;
import dev.larder.api.Page;
import dev.larder.api.Query;
import dev.larder.api.Transaction;
import dev.larder.dynamo.item.ApiItems;
import dev.larder.http.EntityTag;
import dev.larder.http.EntityTagList;
import dev.larder.http.Preconditions;
import dev.larder.http.StoredResponse;
import dev.larder.item.ItemService;
import dev.larder.item.WriteOptions;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import dev.larder.query.QueryService;
import dev.larder.table.Collection;
import dev.larder.table.schema.ItemVersion;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** The collections for own code, with the rights of the caller or of the function. */
final class CollectionClient implements Larder {
  private final Rights rights;
  private final Optional<Larder> ofFunction;
  private final ItemService items;
  private final QueryService queries;
  private final StoredItems stored;
  private final UnitCommits units;

  /**
   * @param ofFunction the collections with the rights of the function; empty if these have them
   */
  CollectionClient(
      Rights rights,
      Optional<Larder> ofFunction,
      ItemService items,
      QueryService queries,
      StoredItems stored,
      UnitCommits units) {
    this.rights = rights;
    this.ofFunction = ofFunction;
    this.items = items;
    this.queries = queries;
    this.stored = stored;
    this.units = units;
  }

  @Override
  public Larder asFunction() {
    return ofFunction.orElse(this);
  }

  @Override
  public Optional<Item> get(String collection, Item sent) {
    Collection granted = rights.read().apply(collection);
    dev.larder.dynamo.item.Item key = UnitWrites.key(granted, ApiItems.of(sent));
    try {
      granted.requireOwn(key);
      Optional<dev.larder.dynamo.item.Item> item = stored.get(granted, key);
      if (item.filter(there -> !granted.permits(there)).isPresent()) {
        throw granted.foreignItem(item.get());
      }
      return item.map(granted.fields()::visible).map(ApiItems::of);
    } catch (ProblemException e) {
      if (e.type() != ProblemType.ITEM_NOT_FOUND) {
        throw e;
      }
      return Optional.empty();
    }
  }

  @Override
  public Page query(String collection, Query query) {
    QueryService.Items found = queries.items(query.toString(), rights.read().apply(collection));
    return new Page(found.items().stream().map(ApiItems::of).toList(), found.next());
  }

  @Override
  public Item put(String collection, Item item) {
    Collection granted = rights.write().apply(collection);
    dev.larder.dynamo.item.Item sent = ApiItems.of(item);
    dev.larder.dynamo.item.Item key = UnitWrites.key(granted, sent);
    return written(granted, Preconditions.NONE, options -> items.put(granted, key, sent, options));
  }

  @Override
  public Item create(String collection, Item item) {
    Collection granted = rights.write().apply(collection);
    return written(
        granted, Preconditions.NONE, options -> items.create(granted, ApiItems.of(item), options));
  }

  @Override
  public Item update(String collection, Item sent, UnaryOperator<Item> change) {
    Collection granted = rights.readAndWrite().apply(collection);
    dev.larder.dynamo.item.Item key = UnitWrites.key(granted, ApiItems.of(sent));
    return written(
        granted,
        Preconditions.NONE,
        options -> items.patch(granted, key, current -> changed(current, change), options));
  }

  /** The changed item, which keeps the version of the stored one as a condition. */
  private static dev.larder.dynamo.item.Item changed(
      dev.larder.dynamo.item.Item current, UnaryOperator<Item> change) {
    dev.larder.dynamo.item.Item changed = ApiItems.of(change.apply(ApiItems.of(current)));
    return changed.has(ItemVersion.ATTRIBUTE)
        ? changed
        : changed.with(current.select(List.of(ItemVersion.ATTRIBUTE)));
  }

  @Override
  public void delete(String collection, Item sent) {
    Collection granted = rights.write().apply(collection);
    dev.larder.dynamo.item.Item key = UnitWrites.key(granted, ApiItems.of(sent));
    written(
        granted,
        ifMatch(sent.string(ItemVersion.ATTRIBUTE)),
        options -> items.delete(granted, key, options));
  }

  private static Preconditions ifMatch(Optional<String> version) {
    return version
        .map(
            only ->
                new Preconditions(
                    Optional.of(new EntityTagList(false, List.of(EntityTag.strong(only)))),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty()))
        .orElse(Preconditions.NONE);
  }

  /** Makes a write and returns the item that is stored. */
  private Item written(
      Collection granted,
      Preconditions preconditions,
      Function<WriteOptions, StoredResponse> write) {
    units.requireNoIdempotencyKey();
    AtomicReference<dev.larder.dynamo.item.Item> result = new AtomicReference<>();
    write.apply(
        new WriteOptions(
            preconditions,
            Optional.empty(),
            written -> {
              result.set(written.item());
              return UnitCommits.NO_RESPONSE;
            }));
    return ApiItems.of(granted.fields().visible(result.get()));
  }

  @Override
  public <T> T transact(Function<Transaction, T> work) {
    return units.commit(rights, work);
  }
}
