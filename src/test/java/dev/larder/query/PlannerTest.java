package dev.larder.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.TestConfig;
import dev.larder.dynamo.expression.Projection;
import dev.larder.http.QueryParameters;
import dev.larder.problem.ProblemException;
import dev.larder.table.Collection;
import dev.larder.table.Expiry;
import dev.larder.table.ItemValidator;
import dev.larder.table.filter.Filter;
import dev.larder.table.schema.KeyAttribute;
import dev.larder.table.schema.KeyType;
import dev.larder.table.schema.TableIndex;
import dev.larder.table.schema.TableSchema;
import dev.larder.text.FieldPaths;
import dev.larder.text.QueryValue;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.UriInfo;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which of several ways a query goes. */
class PlannerTest {
  static final KeyAttribute SHOP = new KeyAttribute("shop", KeyType.S);
  static final KeyAttribute NUMBER = new KeyAttribute("number", KeyType.N);
  static final KeyAttribute STATUS = new KeyAttribute("status", KeyType.S);
  static final KeyAttribute CREATED = new KeyAttribute("created", KeyType.N);
  static final KeyAttribute RATING = new KeyAttribute("rating", KeyType.N);

  static TableIndex index(
      String name, boolean global, KeyAttribute partition, KeyAttribute sort, String... projected) {
    return new TableIndex(
        name,
        global,
        partition,
        Optional.ofNullable(sort),
        projected.length == 0 ? Optional.empty() : Optional.of(Set.of(projected)));
  }

  static Collection collection(boolean scannable, TableIndex... indexes) {
    return new Collection(
        "orders",
        "orders",
        new TableSchema(
            SHOP, Optional.of(NUMBER), List.of(STATUS, CREATED, RATING), List.of(indexes)),
        new Expiry(Optional.of("expires")),
        scannable,
        Double.MAX_VALUE,
        Optional.empty(),
        Optional.empty(),
        true);
  }

  private static final Collection ORDERS =
      collection(
          false,
          index("b-shop-created", false, SHOP, CREATED),
          index("a-shop-created", false, SHOP, CREATED, "shop", "number", "created"),
          index("shop-rating", true, SHOP, RATING),
          index("status", true, STATUS, null),
          index("status-created", true, STATUS, CREATED),
          index(
              "status-rating",
              true,
              STATUS,
              RATING,
              "shop",
              "number",
              "status",
              "rating",
              "expires",
              "note"));

  private static Plan plan(Collection collection, String query) {
    return plan(collection, List.of(), query);
  }

  /**
   * @param own the filters that are imposed on the caller
   */
  static Plan plan(Collection collection, List<Filter> own, String query) {
    List<Filter> filters = new ArrayList<>(own);
    Optional<Query.Sort> sort = Optional.empty();
    Projection fields = Projection.ALL;
    boolean consistent = false;
    for (String parameter : query.isEmpty() ? new String[0] : query.split("&")) {
      String name = parameter.substring(0, parameter.indexOf('='));
      String value =
          URLDecoder.decode(
              parameter.substring(parameter.indexOf('=') + 1), StandardCharsets.UTF_8);
      switch (name) {
        case "sort" -> sort = Optional.of(Query.Sort.parse(value));
        case "fields" -> fields = Projection.of(FieldPaths.selection(value));
        case "consistent" -> consistent = true;
        default ->
            filters.add(
                Filter.parse(
                    collection.schema(),
                    name,
                    QueryValue.of(value),
                    TestConfig.LIMITS.batchSize()));
      }
    }
    return Planner.plan(
        collection,
        new Query(
            filters, filters.subList(own.size(), filters.size()), own, sort, consistent, fields),
        TestConfig.LIMITS.batchSize());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "the whole key: the table        | shop=a&number=1&status=x             | table",
        "no more than a partition        | shop=a                               | table",
        "an order only an index has      | shop=a&sort=created                  | b-shop-created",
        "a narrower condition            | shop=a&created=1                     | b-shop-created",
        "both ends before one            | shop=a&number[gt]=1&created[between]=1,2 | b-shop-created",
        "two bounds are both ends        | shop=a&number[gt]=1&created[gt]=1&created[lt]=9 | b-shop-created",
        "the table before indexes        | shop=a&number[gt]=1&created[gt]=1    | table",
        "local before global             | shop=a&created[gt]=1&rating[gt]=1    | b-shop-created",
        "all that is needed is held      | shop=a&created=1&fields=created,x    | b-shop-created",
        "then the lesser name            | shop=a&created=1&fields=created      | b-shop-created",
        "consistently: never global      | shop=a&rating=1&consistent=true      | table",
        "every item before those with more | status=x                           | status",
        "a condition on what others lack | status=x&created[exists]=true        | status",
        "a narrow one that is complete   | status=x&created[gt]=5               | status-created",
        "an order                        | status=x&sort=-created               | status-created",
        "what holds less, where it is enough | status=x&rating=1&fields=note    | status-rating",
        "and where it is not             | status=x&rating=1&created=1          | status-created",
        "items without it are asked for  | status=x&created[exists]=false       | status",
      })
  void theWayOfAQueryIsAlwaysTheSame(String why, String query, String expected) {
    Plan plan = plan(ORDERS, query);
    assertEquals(expected, plan.index().map(TableIndex::name).orElse("table"), why);
    assertEquals(Plan.Operation.QUERY, plan.operation());
  }

  @Test
  void theOrderOfConditionsAndIndexesDoesNotMatter() {
    List<TableIndex> reversed = new ArrayList<>(ORDERS.schema().indexes());
    java.util.Collections.reverse(reversed);
    Collection other = collection(false, reversed.toArray(TableIndex[]::new));
    for (String query :
        List.of("shop=a&created=1&rating=1", "rating=1&created=1&shop=a", "status=x&rating=1")) {
      assertEquals(plan(ORDERS, query).index(), plan(other, query).index(), query);
    }
  }

  @Test
  void whatAnIndexLacksIsFetched() {
    Collection keysOnly =
        collection(false, index("status", true, STATUS, null, "shop", "number", "status"));
    Plan plan = plan(keysOnly, "status=x&note=1&number[gt]=5");
    assertTrue(plan.fetched().isPresent());
    assertEquals(List.of("number"), plan.checks().stream().map(Filter::attribute).toList());
    assertEquals(List.of(), plan.filters());
    assertEquals(3, plan.fetchedChecks().size());
    assertEquals(Set.of("shop", "number", "status"), plan.read().attributes());
    assertTrue(plan(keysOnly, "status=x&fields=number").fetched().isPresent(), "expires");
    assertTrue(plan(ORDERS, "status=x&rating=1&fields=note,shop").fetched().isEmpty());
  }

  @Test
  void whatAFilterOfDynamoDbMayNotNameIsCheckedHere() {
    Plan plan = plan(ORDERS, "shop=a&number[gt]=1&number[ne]=5&note=x&shop[ne]=b");
    assertEquals(List.of("shop", "number"), attributes(plan.keyFilters()));
    assertEquals(List.of("note"), attributes(plan.filters()));
    assertEquals(List.of("number", "shop"), attributes(plan.checks()));
  }

  private static List<String> attributes(List<Filter> filters) {
    return filters.stream().map(Filter::attribute).toList();
  }

  @ParameterizedTest
  @CsvSource({
    "shop=a&number[gt]=5&number[lt]=3",
    "shop=a&number[exists]=false",
    "shop=a&sort=created&created[exists]=false"
  })
  void whatNoItemCanSatisfyIsNotAskedFor(String query) {
    assertEquals(Plan.Operation.NOTHING, plan(ORDERS, query).operation());
  }

  @ParameterizedTest
  @CsvSource({"note=x", "number=1", "shop[gt]=a", "sort=number", "created=1", "shop.x=a"})
  void whatNothingServesIsRefusedOrScannedWhereThatIsAllowed(String query) {
    assertThrows(ProblemException.class, () -> plan(ORDERS, query));
    if (!query.startsWith("sort")) {
      assertEquals(Plan.Operation.SCAN, plan(collection(true), query).operation());
    }
  }

  @Test
  void aKeyOfWhichAPartIsNamedInAListIsABatchGet() {
    assertEquals(Plan.Operation.BATCH_GET, plan(ORDERS, "shop=a&number[in]=1,2").operation());
    assertEquals(Plan.Operation.BATCH_GET, plan(ORDERS, "shop[in]=a&number=2").operation());
    assertEquals(4, plan(ORDERS, "shop[in]=a,b&number[in]=1,2,1.0").keys().size());
    assertThrows(ProblemException.class, () -> plan(ORDERS, "shop[in]=a,b"));
    assertEquals(Plan.Operation.QUERY, plan(ORDERS, "shop=a&created[in]=1,2").operation());
  }

  @Test
  void whatElseWasThoughtOfIsSaid() {
    Plan plan = plan(ORDERS, "shop=a&sort=rating");
    assertEquals(
        List.of("its order is different"),
        plan.alternatives().stream().map(Plan.Considered::why).distinct().toList());
    assertEquals(3, plan.alternatives().size());
  }

  @ParameterizedTest
  @CsvSource({
    "shop=a&number[gt]=1&number[lt]=9, true",
    "shop=a&number[in]=1, true",
    "number=1, false",
    "shop=a&flag[lt]=true, false",
    "shop=a&sort=number, true",
    "shop=a&sort=created, false",
    "'', true",
    "sort=number, false",
  })
  void onlyTheKeyOfTheTableNeedsNoIndexes(String query, boolean expected) {
    assertEquals(expected, Query.isAboutTheKeyAlone(read(query), ORDERS, TestConfig.LIMITS));
  }

  @Test
  void aNameThatTheSchemaHasIsAnAttributeHoweverItIsSpelt() {
    ItemValidator withPageSize =
        (ItemValidator)
            Proxy.newProxyInstance(
                ItemValidator.class.getClassLoader(),
                new Class<?>[] {ItemValidator.class},
                (proxy, method, arguments) ->
                    switch (method.getName()) {
                      case "properties" -> Set.of("pageSize");
                      default -> Optional.empty();
                    });
    Collection orders =
        new Collection(
            "orders",
            "orders",
            ORDERS.schema(),
            ORDERS.expiry(),
            false,
            Double.MAX_VALUE,
            Optional.of(withPageSize),
            Optional.empty(),
            true);
    assertEquals(
        "pageSize",
        Query.of(read("pageSize=1"), orders, TestConfig.LIMITS).filters().get(0).attribute());
    assertThrows(
        ProblemException.class, () -> Query.of(read("pageSize=1"), ORDERS, TestConfig.LIMITS));
  }

  private static QueryParameters read(String query) {
    MultivaluedMap<String, String> parameters = new MultivaluedHashMap<>();
    for (String parameter : query.isEmpty() ? new String[0] : query.split("&")) {
      parameters.add(parameter.split("=")[0], parameter.split("=")[1]);
    }
    UriInfo uri =
        (UriInfo)
            Proxy.newProxyInstance(
                UriInfo.class.getClassLoader(),
                new Class<?>[] {UriInfo.class},
                (proxy, method, arguments) ->
                    method.getName().equals("getRequestUri")
                        ? URI.create("http://localhost/orders?" + query)
                        : parameters);
    return QueryParameters.allowingUnnamed(uri, Query.RESERVED.toArray(String[]::new));
  }

  @Test
  void aContradictionOnOneKeyIsNoneTheLessWhereAnotherIsRead() {
    assertEquals(
        Plan.Operation.NOTHING,
        plan(ORDERS, "shop=a&number[gt]=5&number[lt]=3&created=1").operation());
    assertEquals(Plan.Operation.NOTHING, plan(collection(true), "x=1&x=2").operation());
    assertThrows(ProblemException.class, () -> plan(ORDERS, "x=1&x=2"));
  }

  @Test
  void ofSeveralBoundsTheNarrowestAreRead() {
    assertEquals(
        plan(ORDERS, "shop=a&number[between]=3,7").key(),
        plan(ORDERS, "shop=a&number[gt]=1&number[gte]=3&number[lt]=7&number[lt]=9").key());
    assertEquals(
        plan(ORDERS, "shop=a&number[gte]=3").key(),
        plan(ORDERS, "shop=a&number[gt]=1&number[gt]=3").key());
    assertEquals(
        plan(ORDERS, "shop=a&number[lte]=7").key(),
        plan(ORDERS, "shop=a&number[lt]=7&number[lt]=9").key());
  }

  @Test
  void ofIndexesThatDoAsWellALocalOneAndThenTheLesserNameIsRead() {
    Collection local =
        collection(
            false,
            index("z", false, SHOP, CREATED),
            index("a", true, SHOP, RATING),
            index("y", false, SHOP, CREATED));
    assertEquals("y", nameOfIndex(plan(local, "shop=a&created[gt]=1&rating[gt]=1")));
    Collection incomplete =
        collection(false, index("a", true, STATUS, CREATED), index("status", true, STATUS, null));
    assertEquals("status", nameOfIndex(plan(incomplete, "status=x")));
    assertEquals("a", nameOfIndex(plan(incomplete, "status=x&created[gt]=1")));
  }

  private static String nameOfIndex(Plan plan) {
    return plan.index().map(TableIndex::name).orElse("");
  }

  @ParameterizedTest
  @CsvSource({
    "status=x, created",
    "status=x&created[ne]=1, created",
    "status=x&created.x=1, created",
    "status=x&created[gt]=1, ''",
    "status=x&sort=created, ''",
    "status=x&sort=-created, ''",
    "status=x&sort=status, created"
  })
  void whatAnIndexIsSparseByIsSaidUnlessItIsAskedFor(String query, String sparseBy) {
    Collection sparse = collection(false, index("status-created", true, STATUS, CREATED));
    assertEquals(sparseBy, plan(sparse, query).sparseBy().orElse(""));
    Collection byKey = collection(false, index("status-number", true, STATUS, NUMBER));
    assertEquals(Optional.empty(), plan(byKey, "status=x").sparseBy(), "every item has its key");
  }

  @Test
  void dynamoDbFiltersByWhatTheIndexHolds() {
    Plan plan = plan(ORDERS, "status=x&rating=1&note=5&fields=note");
    assertEquals("status-rating", nameOfIndex(plan));
    assertEquals(List.of("note"), attributes(plan.filters()));
    Collection other =
        collection(false, index("status", true, STATUS, null, "shop", "number", "status", "note"));
    plan = plan(other, "status=x&note=5&text=y");
    assertEquals(List.of("note"), attributes(plan.filters()));
    assertEquals(List.of("status", "note", "text"), attributes(plan.fetchedChecks()));
  }

  @Test
  void aPlanSaysWhetherItLeavesOutItemsThatItReads() {
    assertFalse(plan(ORDERS, "shop=a&number[gt]=1").leavesOut());
    assertTrue(plan(ORDERS, "shop=a&note=x").leavesOut(), "a filter");
    assertTrue(plan(ORDERS, "shop=a&number[ne]=1").leavesOut(), "a check");
    Collection keysOnly =
        collection(false, index("status", true, STATUS, null, "shop", "number", "status"));
    assertFalse(plan(keysOnly, "status=x").leavesOut(), "what is fetched is checked by its key");
    assertTrue(plan(keysOnly, "status=x&note=x").leavesOut(), "what is fetched is checked");
  }

  @Test
  void withoutConditionsTheTableIsRead() {
    Plan plan = plan(ORDERS, "");
    assertEquals(Plan.Operation.SCAN, plan.operation());
    assertEquals("Scan", plan.operation().text());
    assertEquals(List.of(), plan.alternatives());
  }

  @Test
  void aBatchGetHasTheKeysFiltersAndChecksAll() {
    Plan plan = plan(ORDERS, "note=x&shop=a&number[in]=1,2&number[gt]=1");
    assertEquals(List.of("shop", "number", "number"), attributes(plan.keyFilters()));
    assertEquals(List.of(), plan.filters());
    assertEquals(List.of("note", "shop", "number", "number"), attributes(plan.checks()));
    assertEquals(1, plan.keys().size());
  }
}
