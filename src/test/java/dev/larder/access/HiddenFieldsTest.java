package dev.larder.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.larder.dynamo.Write;
import dev.larder.item.WriteConditions;
import dev.larder.lambda.HttpEvent;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Ways by which responses could show what a caller may not read of its own items. */
@QuarkusTest
@TestProfile(TwoWorldsTest.Ruled.class)
class HiddenFieldsTest {
  private static final String MERGE_PATCH = "application/merge-patch+json";
  private static final String VERSION = Worlds.OLD_VERSION + "000000000001";

  @Inject RequestStreamHandler function;
  @Inject DynamoDbClient client;

  private HttpEvent.Answer send(HttpEvent event) throws IOException {
    return event
        .jwt(Worlds.CALLER, Worlds.SCOPES)
        .claim("tenant", '"' + Worlds.TENANT + '"')
        .sendTo(function);
  }

  private static Map<String, AttributeValue> doc(String id) {
    Map<String, AttributeValue> item = new HashMap<>();
    item.put("tenantId", Worlds.text(Worlds.TENANT));
    item.put("id", Worlds.text(id));
    return item;
  }

  private void store(String table, Map<String, AttributeValue> item) {
    client.putItem(put -> put.tableName(table).item(item));
  }

  private static HttpEvent patch(String id, String type, String body) {
    return HttpEvent.of("PATCH", "/docs/acme/" + id).json(body).header("Content-Type", type);
  }

  @Test
  void aPatchThatRepeatsAHiddenValueWritesAsAnyOther() throws IOException {
    Map<String, AttributeValue> item = doc("repeated");
    item.put("memo", Worlds.text("secret"));
    item.put(Write.VERSION, Worlds.text(VERSION));
    Map<String, String> patches =
        Map.of(
            MERGE_PATCH,
            "{\"memo\": \"%s\"}",
            "application/json-patch+json",
            "[{\"op\": \"add\", \"path\": \"/memo\", \"value\": \"%s\"}]");
    for (String guess : List.of("secret", "other")) {
      for (Map.Entry<String, String> patch : patches.entrySet()) {
        store("docs", item);
        HttpEvent.Answer answer =
            send(patch("repeated", patch.getKey(), patch.getValue().formatted(guess)));
        assertEquals(200, answer.status(), answer.body());
        assertNotEquals('"' + VERSION + '"', answer.headers().get("ETag"), guess);
      }
    }
  }

  @Test
  void aPatchThatChangesNothingAnswersTheTagOfWhatIsVisible() throws IOException {
    Map<String, AttributeValue> item = doc("unchanged");
    item.put("title", Worlds.text("a"));
    Set<String> tags = new HashSet<>();
    for (String memo : List.of("one", "two")) {
      item.put("memo", Worlds.text(memo));
      store("docs", item);
      tags.add(send(HttpEvent.of("GET", "/docs/acme/unchanged")).headers().get("ETag"));
      tags.add(send(patch("unchanged", MERGE_PATCH, "{\"title\": \"a\"}")).headers().get("ETag"));
    }
    assertEquals(1, tags.size(), tags::toString);
  }

  @Test
  void theProblemOfAnItemThatIsTooLargeDoesNotShowHowLargeItsHiddenAttributesAre()
      throws IOException {
    Map<String, AttributeValue> item = doc("large");
    Set<String> bodies = new HashSet<>();
    for (int bytes : new int[] {20_000, 30_000}) {
      item.put("memo", Worlds.text("m".repeat(bytes)));
      store("docs", item);
      HttpEvent.Answer answer =
          send(
              HttpEvent.of("PUT", "/docs/acme/large")
                  .json("{\"text\": \"" + "t".repeat(400_000) + "\"}"));
      assertEquals(413, answer.status(), answer.body());
      bodies.add(answer.body());
    }
    assertEquals(1, bodies.size(), bodies::toString);
    assertTrue(bodies.iterator().next().contains("that you may not read"), bodies::toString);
    HttpEvent.Answer own =
        send(
            HttpEvent.of("PUT", "/docs/acme/large")
                .json("{\"text\": \"" + "t".repeat(420_000) + "\"}"));
    assertEquals(413, own.status(), own.body());
    assertFalse(own.body().contains("that you may not read"), own.body());
  }

  /**
   * A write compares the attributes of an item without a version, of which there can be too many.
   */
  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void hiddenAttributesCountAmongThoseThatAWriteComparesWhetherOrNotThereAreAny(int tooMany)
      throws IOException {
    for (boolean hasHidden : new boolean[] {false, true}) {
      Map<String, AttributeValue> item = doc("wide");
      int visible = WriteConditions.MAX_COMPARED_ATTRIBUTES - Worlds.HIDDEN.size() + tooMany;
      while (item.size() < visible) {
        item.put("w" + item.size(), Worlds.number(1));
      }
      if (hasHidden) {
        Worlds.HIDDEN.forEach(name -> item.put(name, Worlds.number(1)));
      }
      store("docs", item);
      HttpEvent.Answer answer = send(patch("wide", MERGE_PATCH, "{\"title\": \"b\"}"));
      assertEquals(tooMany == 0 ? 200 : 412, answer.status(), answer.body());
    }
  }

  @Test
  void inThePlaceOfAnExpiredItemOfOthersACallerWritesOnlyWhatItMayWrite() throws IOException {
    Map<String, AttributeValue> item =
        new HashMap<>(Map.of("id", Worlds.text("expired"), "ownerId", Worlds.text("bob")));
    item.put("expires", Worlds.number(Instant.now().getEpochSecond() - 60));
    store("cards", item);
    for (String id : List.of("expired", "never")) {
      HttpEvent put = HttpEvent.of("PUT", "/cards/" + id);
      assertEquals(403, send(put.json("{\"seal\": \"mine\"}")).status(), id);
      assertEquals(201, send(put.json("{}")).status(), id);
    }
  }
}
