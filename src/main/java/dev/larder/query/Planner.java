package dev.larder.query;

import dev.larder.dynamo.expression.Projection;
import dev.larder.dynamo.item.Item;
import dev.larder.problem.Limit;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import dev.larder.table.Collection;
import dev.larder.table.filter.Contradiction;
import dev.larder.table.filter.Filter;
import dev.larder.table.filter.KeyCondition;
import dev.larder.table.filter.KeyList;
import dev.larder.table.filter.Operator;
import dev.larder.table.schema.KeyAttribute;
import dev.larder.table.schema.TableIndex;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Chooses how DynamoDB serves a query: by the table or an index for all of whose partition key the
 * query has an {@code eq} and whose order it requests, or not at all.
 *
 * <p>It prefers, in this order: the table, or an index that holds every requested item, to an index
 * that lacks items without its sort key; the narrower key condition; all needed attributes in one
 * place; the table to local indexes, and these to global ones; the name that sorts first.
 */
final class Planner {
  /** The creation of an index takes minutes or hours. */
  private static final int BUILDING_SECONDS = 60;

  private final Collection collection;
  private final Query query;
  private final Limit keys;

  private Planner(Collection collection, Query query, Limit keys) {
    this.collection = collection;
    this.query = query;
    this.keys = keys;
  }

  /**
   * @param collection with its indexes, unless the query is about the table's key alone
   * @param keys limit of the keys that a query may list
   * @throws ProblemException {@code limit-exceeded}; {@code unserved-query} if no key and no index
   *     serves it; {@code invalid-parameter} if one would, but not in this order or consistency. If
   *     an index that DynamoDB is creating would serve it, the problem says so.
   */
  static Plan plan(Collection collection, Query query, Limit keys) {
    try {
      return new Planner(collection, query, keys).plan();
    } catch (ProblemException refusal) {
      throw planOfBuilding(collection, query, keys)
          .flatMap(Plan::index)
          .map(index -> untilBuilt(refusal, index))
          .orElse(refusal);
    }
  }

  private static Optional<Plan> planOfBuilding(Collection collection, Query query, Limit keys) {
    if (collection.schema().building().isEmpty()) {
      return Optional.empty();
    }
    Collection completed = collection.withSchema(collection.schema().completed());
    try {
      return Optional.of(new Planner(completed, query, keys).plan());
    } catch (ProblemException alsoRefused) {
      return Optional.empty();
    }
  }

  private static ProblemException untilBuilt(ProblemException refusal, TableIndex index) {
    return refusal
        .adding(
            " The index "
                + index.name()
                + " will serve the query, but DynamoDB has not finished creating it.")
        .with("building", index.name())
        .retryAfterSeconds(BUILDING_SECONDS);
  }

  /**
   * The table, or an index, whose partition key has an {@code eq} in the query.
   *
   * @param complete whether it holds every requested item
   * @param covers whether it holds all needed attributes
   */
  private record Candidate(
      Optional<TableIndex> index, KeyCondition key, boolean complete, boolean covers) {

    static final Comparator<Candidate> PREFERENCE =
        Comparator.comparing((Candidate candidate) -> !candidate.complete)
            .thenComparing(candidate -> candidate.key.narrowness())
            .thenComparing(candidate -> !candidate.covers)
            .thenComparing(candidate -> candidate.index.map(TableIndex::global).orElse(false))
            // The empty name sorts the table before every index.
            .thenComparing(candidate -> candidate.index.map(TableIndex::name).orElse(""));
  }

  private Plan plan() {
    Optional<List<Item>> named = KeyList.of(collection.schema(), query.filters(), keys);
    if (named.isPresent()) {
      return batchGet(named.get());
    }
    if (query.filters().isEmpty() && query.sort().isEmpty() && !collection.table().isShared()) {
      return scan(List.of());
    }
    List<Candidate> candidates = candidates();
    List<Plan.Considered> considered = new ArrayList<>();
    if (candidates.isEmpty()) {
      if (!isScannable()) {
        throw UnservedQueryProblem.problem(collection, query);
      }
      return scan(considered);
    }
    List<Candidate> fit = new ArrayList<>();
    for (Candidate candidate : candidates) {
      unfit(candidate)
          .ifPresentOrElse(
              why ->
                  considered.add(new Plan.Considered(candidate.index().map(TableIndex::name), why)),
              () -> fit.add(candidate));
    }
    if (fit.isEmpty()) {
      if (isScannable() && query.sort().isEmpty()) {
        return scan(considered);
      }
      throw unfit(candidates);
    }
    fit.sort(Candidate.PREFERENCE);
    fit.stream()
        .skip(1)
        .forEach(
            other ->
                considered.add(
                    new Plan.Considered(
                        other.index().map(TableIndex::name), "another choice is preferred")));
    return of(fit.get(0), considered);
  }

  /** Reading past the items of others would cost their read units and reveal how many there are. */
  private boolean isScannable() {
    return collection.scannable() && query.rowFilters().isEmpty();
  }

  private Plan batchGet(List<Item> keys) {
    if (query.sort().isPresent()) {
      throw new ProblemException(
              ProblemType.INVALID_PARAMETER,
              "Items that are requested by their keys are returned in the order of the keys."
                  + " Remove sort.")
          .with("parameter", "sort");
    }
    Set<String> key = names(collection.schema().key());
    List<Filter> ofKey =
        query.filters().stream().filter(filter -> key.contains(filter.attribute())).toList();
    return ofTable(Plan.Operation.BATCH_GET, keys, ofKey, List.of(), query.asked(), List.of());
  }

  private Plan scan(List<Plan.Considered> considered) {
    if (query.sort().isPresent()) {
      throw UnservedQueryProblem.problem(collection, query);
    }
    return ofTable(
        Plan.Operation.SCAN, List.of(), List.of(), query.filters(), List.of(), considered);
  }

  /** Returns a plan that reads the table itself and has no key condition. */
  private Plan ofTable(
      Plan.Operation operation,
      List<Item> keys,
      List<Filter> keyFilters,
      List<Filter> filters,
      List<Filter> checks,
      List<Plan.Considered> considered) {
    return new Plan(
        unlessContradictory(operation),
        Optional.empty(),
        keys,
        List.of(),
        keyFilters,
        filters,
        checks,
        needed(Optional.empty()),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        false,
        query.consistent(),
        considered);
  }

  private List<Candidate> candidates() {
    Stream<Candidate> table =
        KeyCondition.of(collection.schema(), query.filters()).stream()
            .map(key -> new Candidate(Optional.empty(), key, true, true));
    Stream<Candidate> indexes =
        collection.indexes().stream()
            .flatMap(
                index ->
                    KeyCondition.of(index, query.filters()).stream()
                        .map(
                            key ->
                                new Candidate(
                                    Optional.of(index),
                                    key,
                                    isComplete(index),
                                    hasAllAttributes(index))));
    return Stream.concat(table, indexes).toList();
  }

  /** Whether the index holds every requested item. */
  private boolean isComplete(TableIndex index) {
    return index.sort().stream().allMatch(sort -> asksForPresence(sort.name()));
  }

  private boolean hasAllAttributes(TableIndex index) {
    if (query.fields().isAll()) {
      return index.projected().isEmpty();
    }
    List<String> attributes =
        Stream.of(
                query.fields().attributes().stream(),
                collection.neededAttributes().stream(),
                collection.table().marks().stream(),
                query.filters().stream().map(Filter::attribute))
            .flatMap(each -> each)
            .toList();
    return index.holds(attributes);
  }

  /** Returns why a candidate cannot serve the query; empty if it can. */
  private Optional<String> unfit(Candidate candidate) {
    if (!excludesOthers(candidate)) {
      return Optional.of("it also has items of others");
    }
    if (query.consistent() && candidate.index().filter(TableIndex::global).isPresent()) {
      return Optional.of("a global index does not support consistent reads");
    }
    if (query.sort().isPresent() && !sorts(candidate, query.sort().get().attribute())) {
      return Optional.of("its order is different");
    }
    return indexKey(candidate.index())
            .anyMatch(key -> asksForAbsence(key) && !asksForPresence(key.name()))
        ? Optional.of("it does not have the requested items")
        : Optional.empty();
  }

  /** Whether the key condition excludes the items of others, if the caller must not read them. */
  private boolean excludesOthers(Candidate candidate) {
    return candidate.key().filters().containsAll(query.rowFilters());
  }

  private static Stream<KeyAttribute> indexKey(Optional<TableIndex> index) {
    return index.stream().flatMap(read -> read.key().stream());
  }

  private boolean asksForAbsence(KeyAttribute key) {
    return query.filters().stream()
        .anyMatch(
            filter ->
                filter.isOn(key)
                    && filter.operator() == Operator.EXISTS
                    && !filter.impliesPresence());
  }

  /** Whether the query requests only items that have the attribute. */
  private boolean asksForPresence(String attribute) {
    return names(collection.schema().key()).contains(attribute)
        || query.sort().filter(by -> by.attribute().equals(attribute)).isPresent()
        || query.filters().stream()
            .anyMatch(
                filter -> filter.path().equals(List.of(attribute)) && filter.impliesPresence());
  }

  private static boolean sorts(Candidate candidate, String attribute) {
    return orders(candidate).contains(attribute);
  }

  /**
   * The attributes by which a candidate's items are sorted: each that has one value, or the next.
   */
  private static List<String> orders(Candidate candidate) {
    Stream<String> fixed =
        candidate.key().exact().stream()
            .filter(filter -> filter.operator() == Operator.EQ)
            .map(Filter::attribute);
    return Stream.concat(candidate.key().sorted().stream(), fixed).toList();
  }

  private Plan of(Candidate chosen, List<Plan.Considered> considered) {
    Optional<TableIndex> index = chosen.index();
    boolean fetches = !chosen.covers();
    Projection needed = needed(index);
    List<String> position = Plan.position(collection.schema(), index);
    List<Filter> filters = new ArrayList<>();
    List<Filter> checks = new ArrayList<>();
    for (Filter filter : query.filters()) {
      boolean held = index.map(read -> read.holds(List.of(filter.attribute()))).orElse(true);
      if (chosen.key().exact().contains(filter) || !held) {
        continue;
      }
      // The filter expression of a Query must not name the key by which it reads, nor what an index
      // does not project.
      if (position.contains(filter.attribute())
          || !collection.table().stores(filter.attribute())
          || index.filter(read -> isOnlyInKeys(filter, read)).isPresent()) {
        checks.add(filter);
      } else {
        filters.add(filter);
      }
    }
    boolean absentKey =
        Stream.concat(collection.schema().key().stream(), indexKey(index))
            .anyMatch(this::asksForAbsence);
    return new Plan(
        absentKey ? Plan.Operation.NOTHING : unlessContradictory(Plan.Operation.QUERY),
        index,
        List.of(),
        chosen.key().stored(),
        chosen.key().filters(),
        filters,
        checks,
        fetches ? Projection.ofAttributes(position) : needed,
        fetches ? Optional.of(needed) : Optional.empty(),
        fetches ? query.filters() : List.of(),
        chosen.complete() ? Optional.empty() : index.flatMap(this::sparseBy),
        query.sort().map(Query.Sort::descending).orElse(false),
        query.consistent(),
        considered);
  }

  /** Whether an index may have the attribute in its keys alone. */
  private boolean isOnlyInKeys(Filter filter, TableIndex index) {
    return index.projected().isPresent()
        && Stream.of(
                Stream.of(collection.schema().partitionKey()),
                collection.schema().sortKey().stream(),
                index.templates())
            .flatMap(each -> each)
            .filter(template -> !template.isAttribute())
            .flatMap(template -> template.variables().stream())
            .anyMatch(variable -> variable.attribute().name().equals(filter.attribute()));
  }

  private Optional<String> sparseBy(TableIndex index) {
    return index.sort().stream()
        .map(KeyAttribute::name)
        .filter(name -> !asksForPresence(name))
        .findFirst();
  }

  private Plan.Operation unlessContradictory(Plan.Operation operation) {
    return Contradiction.in(query.filters()) ? Plan.Operation.NOTHING : operation;
  }

  /** Returns the attributes to read: those of the response, and those that this function checks. */
  private Projection needed(Optional<TableIndex> index) {
    return query
        .fields()
        .plus(collection.neededAttributes())
        .plus(Plan.position(collection.schema(), index))
        .plus(query.filters().stream().map(Filter::attribute).toList());
  }

  private static Set<String> names(List<KeyAttribute> key) {
    return key.stream().map(KeyAttribute::name).collect(Collectors.toSet());
  }

  private ProblemException unfit(List<Candidate> candidates) {
    if (candidates.stream().noneMatch(this::excludesOthers)) {
      return UnservedQueryProblem.problem(collection, query);
    }
    if (query.consistent() && candidates.stream().allMatch(this::isGlobal)) {
      return new ProblemException(
              ProblemType.INVALID_PARAMETER,
              "Only a global index serves the query, and a global index does not support"
                  + " consistent reads. Remove consistent.")
          .with("parameter", "consistent");
    }
    if (query.sort().isPresent()) {
      return new ProblemException(
              ProblemType.INVALID_PARAMETER,
              "No key or index returns these items in the order of "
                  + query.sort().get().attribute()
                  + ". With these conditions, they can be sorted by "
                  + candidates.stream()
                      .flatMap(candidate -> orders(candidate).stream().limit(1))
                      .distinct()
                      .collect(Collectors.joining(", "))
                  + ".")
          .with("parameter", "sort");
    }
    return UnservedQueryProblem.problem(collection, query);
  }

  private boolean isGlobal(Candidate candidate) {
    return candidate.index().filter(TableIndex::global).isPresent();
  }
}
