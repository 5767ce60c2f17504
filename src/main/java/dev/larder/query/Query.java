package dev.larder.query;

import dev.larder.dynamo.expression.Projection;
import dev.larder.http.QueryParameters;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import dev.larder.table.Collection;
import dev.larder.table.ItemValidator;
import dev.larder.table.Rows;
import dev.larder.table.config.RequestLimits;
import dev.larder.table.filter.Filter;
import dev.larder.table.filter.KeyCondition;
import dev.larder.table.filter.KeyList;
import dev.larder.table.filter.Operator;
import dev.larder.table.schema.ItemVersion;
import dev.larder.table.schema.KeyAttribute;
import dev.larder.table.schema.TableSchema;
import dev.larder.text.FieldPaths;
import dev.larder.text.SimilarNames;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The query of a request to a collection.
 *
 * @param filters the filters, all of which an item must satisfy, unless it is shared with the
 *     caller and requested by its key
 * @param asked those of them that the request or its path has
 * @param rowFilters the filters for the items of the caller, of which the API adds those that the
 *     request lacks; empty if the caller may read all items
 * @param fields the attributes of each item in the response
 */
record Query(
    List<Filter> filters,
    List<Filter> asked,
    List<Filter> rowFilters,
    Optional<Sort> sort,
    boolean consistent,
    Projection fields) {
  /** The names that, without an operator, are parameters and not attributes. */
  static final Set<String> RESERVED =
      Set.of("limit", "cursor", "sort", "fields", "consistent", "count", "formulas");

  /** Parameters by names that other APIs have, in lower case without hyphens and underscores. */
  private static final Map<String, String> OTHER_NAMES =
      Map.of(
          "pagesize", "limit",
          "perpage", "limit",
          "sortby", "sort",
          "orderby", "sort");

  /** An order by an attribute, which leaves out items that lack it. */
  record Sort(String attribute, boolean descending) {
    static Sort parse(String text) {
      boolean descending = text.startsWith("-");
      return FieldPaths.path(descending ? text.substring(1) : text)
          .filter(path -> path.size() == 1)
          .map(path -> new Sort(path.get(0), descending))
          .orElseThrow(
              () ->
                  new ProblemException(
                          ProblemType.INVALID_PARAMETER,
                          "The query parameter sort must be the name of one attribute, with a"
                              + " minus before it for descending order, as in sort=-year.")
                      .with("parameter", "sort"));
    }
  }

  /**
   * @param collection defines the types of key attributes, and whose items the caller may read
   * @throws ProblemException {@code invalid-parameter}; {@code limit-exceeded}
   */
  static Query of(QueryParameters parameters, Collection collection, RequestLimits limits) {
    parameters.unnamed().forEach(parameter -> requireCondition(parameter.getKey(), collection));
    List<Filter> sent = collection.filters(parameters.unnamed(), limits);
    Optional<Sort> sort = parameters.string("sort").map(Sort::parse);
    sort.ifPresent(by -> collection.requireVisible(by.attribute()));
    List<Filter> asked = Stream.concat(collection.parentFilters().stream(), sent.stream()).toList();
    List<Filter> rows =
        collection.rows().map(Rows::filters).orElse(List.of()).stream()
            .map(row -> narrowed(row, asked))
            .toList();
    return new Query(
        // Those of the rows come first, because of several conditions on a key the first reads it.
        Stream.concat(rows.stream(), asked.stream().filter(each -> !rows.contains(each))).toList(),
        asked,
        rows,
        sort,
        parameters.booleanValue("consistent"),
        Projection.of(parameters.fields()));
  }

  /** The one of the caller's values that the request names, in the place of all of them. */
  private static Filter narrowed(Filter row, List<Filter> asked) {
    return asked.stream()
        .filter(filter -> filter.path().equals(row.path()) && filter.operator() == Operator.EQ)
        .filter(filter -> row.values().containsAll(filter.values()))
        .findFirst()
        .orElse(row);
  }

  /** This query for whole items. */
  Query ofWholeItems() {
    return new Query(filters, asked, rowFilters, sort, consistent, Projection.ALL);
  }

  /** This query for the keys of the items. */
  Query ofKeys(TableSchema schema) {
    List<String> key = schema.key().stream().map(KeyAttribute::name).toList();
    return new Query(filters, asked, rowFilters, sort, consistent, Projection.ofAttributes(key));
  }

  /**
   * Refuses a condition on what is no attribute as far as can be told: a name that the schema of
   * the collection does not permit or, without an operator, another spelling of a parameter.
   *
   * @throws ProblemException {@code invalid-parameter}
   */
  private static void requireCondition(String name, Collection collection) {
    String attribute = Filter.attributeOf(name);
    if (collection.schema().definition(attribute).isPresent()
        || attribute.equals(ItemVersion.ATTRIBUTE)
        || collection
            .itemValidator()
            .filter(has -> has.properties().contains(attribute))
            .isPresent()) {
      return;
    }
    Optional<Set<String>> permitted = collection.itemValidator().flatMap(ItemValidator::attributes);
    if (permitted.isPresent()) {
      if (!permitted.get().contains(attribute)) {
        Set<String> known = new TreeSet<>(permitted.get());
        known.removeAll(collection.fields().hidden());
        throw notPermitted(name, attribute, known);
      }
      return;
    }
    otherSpelling(name)
        .ifPresent(
            meant -> {
              throw unknown(name, meant);
            });
  }

  /** The parameter that other APIs spell so. */
  private static Optional<String> otherSpelling(String name) {
    String plain = name.replace("-", "").replace("_", "").toLowerCase(Locale.ROOT);
    return Optional.ofNullable(RESERVED.contains(plain) ? plain : OTHER_NAMES.get(plain));
  }

  private static ProblemException notPermitted(
      String name, String attribute, Set<String> attributes) {
    String hint =
        otherSpelling(name)
            .or(() -> SimilarNames.near(attribute, attributes).stream().findFirst())
            .map(similar -> " Did you mean " + similar + "?")
            .orElse("");
    return refused(
        name,
        (name.endsWith("]")
                ? " is a condition on an attribute that the schema does not permit."
                : noParameter("an attribute that the schema permits."))
            + hint
            + " The schema permits the attributes "
            + String.join(", ", attributes)
            + ".");
  }

  private static ProblemException unknown(String name, String meant) {
    return refused(
        name,
        noParameter("an attribute of the items. Did you mean ")
            + meant
            + "? A condition on an attribute of any name has an operator, as in "
            + name
            + "[eq]=a.");
  }

  private static String noParameter(String norElse) {
    return " is neither a parameter of a list, which are "
        + RESERVED.stream().sorted().collect(Collectors.joining(", "))
        + ", nor "
        + norElse;
  }

  private static ProblemException refused(String name, String complaint) {
    return new ProblemException(
            ProblemType.INVALID_PARAMETER, "The query parameter " + name + complaint)
        .with("parameter", name);
  }

  /**
   * Whether the table's key serves the query, so that no index could serve it better and the types
   * of other attributes do not matter.
   *
   * @throws ProblemException {@code invalid-parameter}; {@code limit-exceeded}
   */
  static boolean isAboutTheKeyAlone(
      QueryParameters parameters, Collection collection, RequestLimits limits) {
    TableSchema schema = collection.schema();
    Set<String> key = schema.key().stream().map(KeyAttribute::name).collect(Collectors.toSet());
    if (!parameters.unnamed().stream()
        .allMatch(parameter -> key.contains(Filter.attributeOf(parameter.getKey())))) {
      return false;
    }
    Query query = of(parameters, collection, limits);
    if (query.filters.isEmpty()) {
      return query.sort.isEmpty();
    }
    return query.sort.filter(by -> !key.contains(by.attribute())).isEmpty()
        && (KeyCondition.of(schema, query.filters).isPresent()
            || KeyList.of(schema, query.filters, limits.batchSize()).isPresent());
  }

  /** Returns the same text for all queries that find the same items in the same order. */
  String canonical() {
    return filters.stream().map(Filter::canonical).sorted().collect(Collectors.joining("\n"))
        + "\n"
        + sort;
  }
}
