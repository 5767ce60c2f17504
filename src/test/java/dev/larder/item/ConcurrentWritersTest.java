package dev.larder.item;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.DynamoDbResource;
import dev.larder.Race;
import dev.larder.dynamo.expression.Projection;
import dev.larder.dynamo.item.Item;
import dev.larder.http.EntityTag;
import dev.larder.http.EntityTagList;
import dev.larder.http.IdempotentRequest;
import dev.larder.http.Preconditions;
import dev.larder.http.StoredResponse;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import dev.larder.table.Collection;
import dev.larder.table.CollectionRegistry;
import dev.larder.table.schema.ItemVersion;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(DynamoDbResource.class)
class ConcurrentWritersTest {
  private static final int WRITERS = 50;

  /** {@code -Dincrements} makes them more. */
  private static final int INCREMENTS = Integer.getInteger("increments", 200);

  @Inject ItemService items;
  @Inject CollectionRegistry collections;

  @Test
  void ofFiftyClientsWithTheSameIfMatchOneWrites() throws Exception {
    String tag =
        given().contentType("application/json").body("{}").put("/items/raced").header("ETag");
    List<Integer> statuses =
        Race.of(
            WRITERS,
            writer ->
                given()
                    .header("If-Match", tag)
                    .contentType("application/json")
                    .body("{\"writer\":" + writer + "}")
                    .put("/items/raced")
                    .statusCode());
    assertEquals(1, statuses.stream().filter(status -> status == 200).count());
    assertEquals(WRITERS - 1, statuses.stream().filter(status -> status == 412).count());
    assertEquals(statuses.indexOf(200), given().get("/items/raced").jsonPath().getInt("writer"));
  }

  /** Lambda gives a container one event at a time, and so do tests; below HTTP there is a race. */
  @Test
  void ofFiftyThreadsWithTheSameIfMatchOneWrites() throws Exception {
    Collection collection = collections.get("items");
    Item key = collection.schema().keyOfPath(List.of("raced below"));
    Item item = Item.of(Map.of());
    String version = items.put(collection, key, item, options(none())).headers().get("ETag");
    Preconditions ifMatch = ifMatch(version);
    List<Integer> statuses =
        Race.of(
            WRITERS,
            writer -> {
              try {
                items.put(collection, key, item.with("writer", "w" + writer), options(ifMatch));
                return 200;
              } catch (ProblemException e) {
                assertEquals(ProblemType.PRECONDITION_FAILED, e.type());
                return 412;
              }
            });
    assertEquals(1, statuses.stream().filter(status -> status == 200).count());
    assertEquals(
        Optional.of("w" + statuses.indexOf(200)),
        items.get(collection, key, true, Projection.ALL).item().string("writer"));
  }

  @Test
  void thirtyTwoWritersLoseNoIncrementByPatchesWithIfMatch() throws Exception {
    Collection collection = collections.get("items");
    Item key = collection.schema().keyOfPath(List.of("counter"));
    items.put(collection, key, Item.of(Map.of()).with("n", "0"), options(none()));
    AtomicInteger claimed = new AtomicInteger();
    Race.of(
        32,
        writer -> {
          while (claimed.getAndIncrement() < INCREMENTS) {
            while (!increment(collection, key)) {
              Thread.sleep(ThreadLocalRandom.current().nextInt(20));
            }
          }
          return null;
        });
    assertEquals(
        Optional.of(String.valueOf(INCREMENTS)),
        items.get(collection, key, true, Projection.ALL).item().string("n"));
  }

  private boolean increment(Collection collection, Item key) {
    ItemService.ReadResult read = items.get(collection, key, true, Projection.ALL);
    int n = Integer.parseInt(read.item().string("n").orElseThrow());
    try {
      items.patch(
          collection,
          key,
          item -> item.with("n", String.valueOf(n + 1)),
          options(ifMatch(read.tag().toString())));
      return true;
    } catch (ProblemException e) {
      assertEquals(ProblemType.PRECONDITION_FAILED, e.type());
      return false;
    }
  }

  @Test
  void patchesWithoutIfMatchThatMeetAreAllAppliedOrRefused() throws Exception {
    Collection collection = collections.get("items");
    Item key = collection.schema().keyOfPath(List.of("patched"));
    items.put(collection, key, Item.of(Map.of()), options(none()));
    List<Boolean> applied =
        Race.of(
            8,
            writer -> {
              try {
                items.patch(collection, key, item -> item.with("w" + writer, "x"), options(none()));
                return true;
              } catch (ProblemException e) {
                assertEquals(ProblemType.WRITE_CONFLICT, e.type());
                return false;
              }
            });
    Item stored = items.get(collection, key, true, Projection.ALL).item();
    for (int writer = 0; writer < 8; writer++) {
      assertEquals(applied.get(writer), stored.has("w" + writer));
    }
    assertTrue(applied.contains(true));
  }

  @Test
  void aPostSentTwentyTimesAtOnceCreatesOneItem() throws Exception {
    Collection collection = collections.get("items");
    String marker = "marker" + UUID.randomUUID();
    IdempotentRequest request = IdempotentRequest.of(marker, "test", "print");
    List<Integer> results =
        Race.of(
            20,
            writer -> {
              try {
                WriteOptions options =
                    new WriteOptions(
                        none(),
                        Optional.of(request),
                        written -> new StoredResponse(201, Map.of(), null));
                StoredResponse answer =
                    items.create(collection, Item.of(Map.of()).with("marker", marker), options);
                return answer.headers().containsKey("Idempotency-Replayed") ? 0 : 1;
              } catch (ProblemException e) {
                assertEquals(ProblemType.IDEMPOTENCY_KEY_IN_USE, e.type());
                return 0;
              }
            });
    assertEquals(1, results.stream().mapToInt(Integer::intValue).sum());
    List<Map<String, Object>> listed =
        given().get("/items?limit=1000&consistent=true").jsonPath().getList("items");
    assertEquals(1, listed.stream().filter(item -> marker.equals(item.get("marker"))).count());
  }

  private static Preconditions ifMatch(String tag) {
    return new Preconditions(
        Optional.of(EntityTagList.parse("If-Match", tag)),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static WriteOptions options(Preconditions preconditions) {
    return new WriteOptions(
        preconditions,
        Optional.empty(),
        written ->
            new StoredResponse(
                200,
                Map.of("ETag", EntityTag.strong(ItemVersion.of(written.item())).toString()),
                null));
  }

  private static Preconditions none() {
    return new Preconditions(
        Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }
}
