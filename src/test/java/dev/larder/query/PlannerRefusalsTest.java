package dev.larder.query;

import static dev.larder.query.PlannerTest.CREATED;
import static dev.larder.query.PlannerTest.NUMBER;
import static dev.larder.query.PlannerTest.RATING;
import static dev.larder.query.PlannerTest.SHOP;
import static dev.larder.query.PlannerTest.STATUS;
import static dev.larder.query.PlannerTest.collection;
import static dev.larder.query.PlannerTest.index;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.TestConfig;
import dev.larder.dynamo.expression.Projection;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import dev.larder.table.Collection;
import dev.larder.table.filter.Filter;
import dev.larder.table.schema.TableIndex;
import dev.larder.table.schema.TableSchema;
import dev.larder.text.QueryValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said to those whose query is not served, or not in this way. */
class PlannerRefusalsTest {
  private static final Collection ORDERS =
      collection(
          false, index("by-status", true, STATUS, CREATED), index("by-rating", true, RATING, null));

  private static List<Filter> own(String... attributes) {
    return Stream.of(attributes).map(attribute -> Filter.equal(attribute, "ada")).toList();
  }

  private static ProblemException refusal(Collection collection, List<Filter> own, String query) {
    return assertThrows(ProblemException.class, () -> PlannerTest.plan(collection, own, query));
  }

  private static ProblemException refusal(Collection collection, String query) {
    return refusal(collection, List.of(), query);
  }

  private static List<String> reasons(Plan plan) {
    return plan.alternatives().stream().map(Plan.Considered::why).toList();
  }

  private static Collection orders(List<TableIndex> building) {
    return ORDERS.withSchema(
        new TableSchema(
            SHOP,
            Optional.of(NUMBER),
            List.of(STATUS, CREATED, RATING),
            List.of(index("by-status", true, STATUS, CREATED)),
            building));
  }

  @Test
  void anIndexThatIsBeingCreatedIsNamedToThoseWhomItWillServe() {
    Collection building = orders(List.of(index("by-rating", true, RATING, null)));
    ProblemException problem = refusal(building, "rating=7");
    assertEquals(ProblemType.UNSERVED_QUERY, problem.type());
    assertTrue(
        problem
            .getMessage()
            .endsWith(
                " The index by-rating will serve the query, but DynamoDB has not finished creating"
                    + " it."),
        problem::getMessage);
    assertEquals("by-rating", problem.members().get("building"));
    assertEquals(OptionalInt.of(60), problem.retryAfterSeconds());
    assertFalse(problem.members().get("queryable").toString().contains("by-rating"));

    ProblemException other = refusal(building, "note=x");
    assertEquals(OptionalInt.empty(), other.retryAfterSeconds());
    assertFalse(other.members().containsKey("building"));
    assertEquals(
        "by-status",
        PlannerTest.plan(building, List.of(), "status=open&rating=7").index().get().name());
  }

  @Test
  void whatCanBeQueriedIsListed() {
    ProblemException problem = refusal(ORDERS, "note=x");
    assertEquals(ProblemType.UNSERVED_QUERY, problem.type());
    assertEquals(
        "The query would read the whole table, which is not allowed. A query must have an eq"
            + " condition on the partition key of the table or of an index: shop, with optional"
            + " conditions on and sorting by number; status, with optional conditions on and"
            + " sorting by created (index by-status); rating (index by-rating).",
        problem.getMessage());
    assertEquals(
        List.of(
            Map.of("partition", "shop", "sort", "number"),
            Map.of("partition", "status", "sort", "created", "index", "by-status"),
            Map.of("partition", "rating", "index", "by-rating")),
        problem.members().get("queryable"));
  }

  @Test
  void itemsOfOthersAreNotReadPast() {
    List<Filter> own = own("owner");
    ProblemException problem = refusal(collection(true), own, "shop=a");
    assertEquals(ProblemType.UNSERVED_QUERY, problem.type());
    assertEquals(
        "The query would read items of others, which is not allowed. A query must have an"
            + " eq condition on the partition key of the table or of an index, with owner in the"
            + " key: no key satisfies this.",
        problem.getMessage());
    assertEquals(List.of(), problem.members().get("queryable"));
    assertEquals(ProblemType.UNSERVED_QUERY, refusal(collection(true), own, "note=x").type());
  }

  @Test
  void theirOwnCanBeQueriedByAKeyThatHasTheOwner() {
    Collection owned =
        collection(
            false,
            index("by-rating", true, RATING, STATUS),
            index("by-created", true, CREATED, null),
            index("by-status", true, STATUS, CREATED));
    List<Filter> own = own("status");
    assertEquals("by-status", PlannerTest.plan(owned, own, "shop=a").index().orElseThrow().name());
    Plan plan = PlannerTest.plan(owned, own, "rating=1");
    assertEquals("by-rating", plan.index().orElseThrow().name());
    plan = PlannerTest.plan(owned, own, "created=1");
    assertEquals("by-status", plan.index().orElseThrow().name());
    assertEquals(List.of("it also has items of others"), reasons(plan));
    Collection others = collection(false, index("by-created", true, CREATED, null));
    assertEquals(ProblemType.UNSERVED_QUERY, refusal(others, own, "created=1").type());
    assertEquals(
        List.of(Map.of("partition", "shop", "sort", "number")),
        refusal(others, own("number"), "created=1").members().get("queryable"));
  }

  @Test
  void aGlobalIndexIsNotReadConsistently() {
    ProblemException problem = refusal(ORDERS, "status=x&consistent=true");
    assertEquals(ProblemType.INVALID_PARAMETER, problem.type());
    assertTrue(problem.getMessage().contains("a global index does not support consistent reads"));
    assertEquals("consistent", problem.members().get("parameter"));
    Plan scan =
        PlannerTest.plan(
            collection(true, index("by-status", true, STATUS, CREATED)),
            List.of(),
            "status=x&consistent=true");
    assertEquals(Plan.Operation.SCAN, scan.operation());
    assertEquals(List.of("a global index does not support consistent reads"), reasons(scan));
  }

  @Test
  void theOrdersThatThereAreAreListed() {
    for (Collection each :
        List.of(
            collection(false, index("a", false, SHOP, CREATED), index("b", true, SHOP, null)),
            collection(true, index("a", false, SHOP, CREATED), index("b", true, SHOP, null)))) {
      ProblemException problem = refusal(each, "shop=a&sort=note");
      assertEquals(ProblemType.INVALID_PARAMETER, problem.type());
      assertEquals(
          "No key or index returns these items in the order of note. With these conditions, they"
              + " can be sorted by number, created, shop.",
          problem.getMessage());
      assertEquals("sort", problem.members().get("parameter"));
      problem = refusal(each, "shop=a&sort=note&consistent=true");
      assertEquals("sort", problem.members().get("parameter"));
    }
    assertEquals(
        "sort", refusal(ORDERS, "shop=a&number[in]=1,2&sort=number").members().get("parameter"));
    assertEquals(ProblemType.UNSERVED_QUERY, refusal(collection(true), "note=x&sort=note").type());
  }

  @Test
  void anIndexIsNotReadForItemsThatItLacks() {
    Collection sparse = collection(false, index("by-status", true, STATUS, CREATED));
    assertEquals(
        ProblemType.UNSERVED_QUERY, refusal(sparse, "status=x&created[exists]=false").type());
    assertEquals(
        List.of("it does not have the requested items"),
        reasons(PlannerTest.plan(sparse, List.of(), "shop=a&status=x&created[exists]=false")));
    assertEquals(
        Plan.Operation.NOTHING,
        PlannerTest.plan(sparse, List.of(), "status=x&created[exists]=false&created=1")
            .operation());
    assertEquals(
        Plan.Operation.NOTHING,
        PlannerTest.plan(
                collection(false, index("by-number", true, STATUS, NUMBER)),
                List.of(),
                "status=x&number[exists]=false")
            .operation());
  }

  @Test
  void whatIsNotPreferredIsSaid() {
    assertEquals(
        List.of("another choice is preferred"),
        reasons(PlannerTest.plan(ORDERS, List.of(), "shop=a&status=x")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-", "a.b", "a,b"})
  void anOrderIsByOneAttribute(String sort) {
    ProblemException problem = assertThrows(ProblemException.class, () -> Query.Sort.parse(sort));
    assertEquals(ProblemType.INVALID_PARAMETER, problem.type());
    assertTrue(problem.getMessage().endsWith("as in sort=-year."), problem::getMessage);
    assertEquals("sort", problem.members().get("parameter"));
  }

  private static String canonical(String sort, String... conditions) {
    List<Filter> filters =
        List.of(conditions).stream()
            .map(each -> each.split("="))
            .map(
                each ->
                    Filter.parse(
                        ORDERS.schema(),
                        each[0],
                        QueryValue.of(each[1]),
                        TestConfig.LIMITS.batchSize()))
            .toList();
    return new Query(
            filters,
            filters,
            List.of(),
            Optional.ofNullable(sort).map(Query.Sort::parse),
            false,
            Projection.ALL)
        .canonical();
  }

  @Test
  void queriesThatFindTheSameInTheSameOrderHaveOneText() {
    assertEquals(canonical("a", "x=1", "y=2"), canonical("a", "y=2", "x=1"));
    assertNotEquals(canonical("a", "x=1"), canonical("a", "x=2"));
    assertNotEquals(canonical("a", "x=1"), canonical("-a", "x=1"));
    assertNotEquals(canonical("a", "x=1"), canonical(null, "x=1"));
  }
}
