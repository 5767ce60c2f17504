package dev.larder.transaction;

import dev.larder.api.Problem;
import dev.larder.dynamo.Write;
import dev.larder.dynamo.expression.Placeholders;
import dev.larder.dynamo.item.Item;
import dev.larder.http.QueryParameters;
import dev.larder.item.DeclaredRoutes;
import dev.larder.item.ItemUpdate;
import dev.larder.item.ItemUpdates;
import dev.larder.item.ItemWrites;
import dev.larder.item.UpdateReader;
import dev.larder.item.WholeKeys;
import dev.larder.item.WriteUnit;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import dev.larder.table.Collection;
import dev.larder.table.CollectionAccess;
import dev.larder.table.CollectionPaths;
import dev.larder.table.config.RequestLimits;
import dev.larder.table.filter.Filter;
import dev.larder.text.PathSegments;
import dev.larder.text.Unicode;
import dev.larder.transaction.TransactionOperation.Method;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Converts each operation of a transaction into one write. */
@Singleton
class TransactionPlanner {
  private final CollectionAccess access;
  private final DeclaredRoutes routes;
  private final WholeKeys keys;
  private final ItemWrites writes;
  private final ItemUpdates updates;
  private final UpdateReader documents;
  private final RequestLimits limits;

  TransactionPlanner(
      CollectionAccess access,
      DeclaredRoutes routes,
      WholeKeys keys,
      ItemWrites writes,
      ItemUpdates updates,
      UpdateReader documents,
      RequestLimits limits) {
    this.access = access;
    this.routes = routes;
    this.keys = keys;
    this.writes = writes;
    this.updates = updates;
    this.documents = documents;
    this.limits = limits;
  }

  /**
   * @param unit takes what hooks read and write besides
   * @return a step for each operation, in the order of the operations
   * @throws ProblemException {@code invalid-transaction} if two operations are on the same item;
   *     {@code content-too-large}; {@code transaction-failed} if conditions are already known not
   *     to hold; or the problem of one operation's path or body, with the operation's index as
   *     {@code operation}
   */
  List<PlannedWrite> plan(List<TransactionOperation> operations, WriteUnit unit) {
    List<PlannedWrite> steps = new ArrayList<>();
    TransactionItems items = new TransactionItems();
    Map<Integer, Problem> failed = new TreeMap<>();
    for (TransactionOperation operation : operations) {
      try {
        PlannedWrite step = step(operation, unit);
        items.add(operation.index(), step.write());
        steps.add(step);
      } catch (Problem e) {
        if (!e.uri().equals(ProblemType.PRECONDITION_FAILED.uri())) {
          throw e.with("operation", operation.index());
        }
        failed.put(operation.index(), e);
      }
    }
    if (!failed.isEmpty()) {
      throw TransactionFailures.of(failed);
    }
    items.requireSize();
    return steps.stream().map(step -> step.with(unit.completed(step.write()))).toList();
  }

  /**
   * Checks that the caller has the rights that the operations require.
   *
   * @throws ProblemException with the index of the operation as {@code operation}
   */
  void requireRights(List<TransactionOperation> operations) {
    for (TransactionOperation operation : operations) {
      try {
        collection(operation, place(operation));
      } catch (ProblemException e) {
        throw e.with("operation", operation.index());
      }
    }
  }

  private PlannedWrite step(TransactionOperation operation, WriteUnit unit) {
    CollectionPaths.Target place = place(operation);
    Collection collection = collection(operation, place);
    if (operation.method() == Method.POST) {
      requireCollection(place);
      Write write = writes.create(collection, operation.body().orElseThrow(), unit);
      return new PlannedWrite(
          operation.index(), collection, true, true, operation.preconditions(), write);
    }
    Item named = collection.keyOf(PathSegments.decode(place.values()));
    Item key =
        operation
            .body()
            .filter(body -> operation.method() == Method.PUT)
            .map(body -> keys.of(collection, named, body))
            .orElseGet(() -> keys.of(collection, named));
    if (key.attributes().size() < collection.schema().key().size()) {
      throw collection.itemNotFound();
    }
    Optional<ItemUpdate> update =
        operation.method() == Method.PATCH
            ? Optional.of(documents.read(operation.body().orElseThrow(), collection))
            : Optional.empty();
    Write write =
        switch (operation.method()) {
          case DELETE -> writes.delete(collection, key, operation.preconditions(), unit);
          case PATCH ->
              updates.write(collection, key, update.orElseThrow(), operation.preconditions(), unit);
          case CHECK -> writes.check(collection, key, operation.preconditions());
          default ->
              writes.put(
                  collection, key, operation.body().orElseThrow(), operation.preconditions(), unit);
        };
    write = write.and(writes.conditionOf(collection, demands(collection, operation)));
    // Here, because DynamoDB and the call itself do not know which operation has the condition.
    Placeholders.require(write.storedCondition());
    boolean repeatable =
        update.map(changes -> changes.isRepeatable(operation.preconditions())).orElse(true);
    return new PlannedWrite(
        operation.index(), collection, false, repeatable, operation.preconditions(), write);
  }

  /** Conditions require the right to read, because the response reveals whether they hold. */
  private Collection collection(TransactionOperation operation, CollectionPaths.Target place) {
    return routes.within(granted(operation, place.collection()), place);
  }

  private Collection granted(TransactionOperation operation, String name) {
    if (operation.method() == Method.CHECK) {
      return access.forRead(name);
    }
    return operation.conditions().isPresent() || operation.method() == Method.PATCH
        ? access.forReadAndWrite(name)
        : access.forWrite(name);
  }

  private List<Filter> demands(Collection collection, TransactionOperation operation) {
    return collection.filters(
        operation.conditions().map(QueryParameters::parse).orElse(List.of()), limits);
  }

  private CollectionPaths.Target place(TransactionOperation operation) {
    String path = operation.path();
    if (!path.startsWith("/") || path.contains("?") || path.contains("#")) {
      throw invalidPath(
          "The path of an operation must start with a slash and have no query, as in"
              + " /films/1975/Jaws. In a key, write ? as %3F and # as %23.");
    }
    if (!Unicode.isUnicode(path)) {
      throw invalidPath("The path has an unpaired surrogate, which is not valid Unicode.");
    }
    PathSegments.decode(path.substring(1));
    return routes.find(path);
  }

  private static void requireCollection(CollectionPaths.Target place) {
    if (place.isItem()) {
      throw invalidPath(
          "The path of a POST must be a collection, as in /films. The key is in the body.");
    }
  }

  private static ProblemException invalidPath(String detail) {
    return new ProblemException(ProblemType.INVALID_PATH, detail);
  }
}
