package dev.larder.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.larder.DynamoDbResource;
import dev.larder.lambda.FixedContext;
import dev.larder.lambda.HttpEvent;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What each caller is told of itself. */
@QuarkusTest
@WithTestResource(DynamoDbResource.class)
@TestProfile(CallerResourceTest.WithRules.class)
class CallerResourceTest {
  @Inject RequestStreamHandler function;

  /** Rules of rows and fields, and a collection that everyone may read. */
  public static class WithRules implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.ofEntries(
          Map.entry("larder.access", "authorizer"),
          Map.entry("larder.collections.items.read", "reader"),
          Map.entry("larder.collections.items.write", "writer"),
          Map.entry("larder.collections.items.admin", "boss"),
          Map.entry(
              "larder.collections.items.rows",
              "{\"tenantId\": \"claim:tenant\", \"ownerId\": \"caller\"}"),
          Map.entry(
              "larder.collections.items.fields",
              "{\"salary\": {\"read\": [\"hr\"]}, \"notes\": {\"write\": [\"staff\"]}}"),
          Map.entry("larder.collections.films.read", "public"),
          Map.entry("larder.collections.films.write", "films.write"),
          Map.entry("larder.collections.films.owner", "ownerId"),
          Map.entry(
              "larder.collections.films.fields",
              "{\"rating\": {\"write\": [\"critic\"]}, \"costs\": {\"read\": [\"hr\"]}}"));
    }
  }

  private static HttpEvent me() {
    return HttpEvent.of("GET", "/_me");
  }

  private JsonNode told(HttpEvent event) throws IOException {
    HttpEvent.Answer answer = event.sendTo(function);
    assertEquals(200, answer.status(), answer.body());
    assertEquals("no-store", answer.headers().get("Cache-Control"));
    return answer.json();
  }

  @Test
  void aCallerIsToldItsNameRolesClaimsAndRights() throws IOException {
    JsonNode told =
        told(
            me().jwt("ada", "writer reader")
                .claim("tenant", "[\"acme\", \"Big Sur, CA\"]")
                .claim("team", "\"red\""));
    assertEquals(
        "{\"id\":\"jwt https://issuer.example ada\",\"subject\":\"ada\",\"trusted\":false,"
            + "\"roles\":[\"reader\",\"writer\"],"
            + "\"claims\":{\"tenant\":[\"acme\",\"Big Sur, CA\"]},\"collections\":",
        told.toString().split("(?<=\"collections\":)")[0]);
    assertEquals(
        json(
            "{'read': true, 'write': true, 'admin': false,"
                + " 'rows': {'ownerId': ['ada'], 'tenantId': ['acme', 'Big Sur, CA']},"
                + " 'fields': {'notes': {'read': true, 'write': false},"
                + " 'salary': {'read': false, 'write': false}}}"),
        told.at("/collections/items"));
  }

  @Test
  void fieldsAreOfNoUseWithoutTheirCollection() throws IOException {
    JsonNode reader = told(me().jwt("ada", "reader hr staff")).at("/collections/items");
    assertEquals(
        json(
            "{'read': true, 'write': false, 'admin': false,"
                + " 'rows': {'ownerId': ['ada'], 'tenantId': []},"
                + " 'fields': {'notes': {'read': true, 'write': false},"
                + " 'salary': {'read': true, 'write': false}}}"),
        reader);
    JsonNode writer = told(me().jwt("ada", "writer hr staff")).at("/collections/items/fields");
    assertEquals(
        json("{'notes': {'read': false, 'write': true}, 'salary': {'read': false, 'write': true}}"),
        writer);
  }

  @Test
  void anAdminHasAllItemsAndAllOfThem() throws IOException {
    JsonNode all =
        json(
            "{'read': true, 'write': true, 'admin': true,"
                + " 'fields': {'notes': {'read': true, 'write': true},"
                + " 'salary': {'read': true, 'write': true}}}");
    assertEquals(all, told(me().jwt("ada", "boss")).at("/collections/items"));
    JsonNode invoker = invoke("{\"method\": \"GET\", \"path\": \"/_me\"}");
    assertEquals(all, invoker.at("/collections/items"));
    assertEquals("invoker", invoker.path("id").asText());
    assertTrue(invoker.path("trusted").asBoolean());
    assertFalse(invoker.has("subject"));
  }

  @Test
  void whatACallerMayNotUseIsAbsent() throws IOException {
    JsonNode told = told(me().jwt("ada", "films.write"));
    assertFalse(told.path("collections").has("items"), told::toString);
    assertEquals(
        json(
            "{'read': true, 'write': true, 'admin': false, 'rows': {'ownerId': ['ada']},"
                + " 'fields': {'costs': {'read': false, 'write': false},"
                + " 'rating': {'read': true, 'write': false}}}"),
        told.at("/collections/films"));
  }

  @Test
  void nobodyIsToldWhatIsPublic() throws IOException {
    assertEquals(
        json(
            "{'collections': {'films': {'read': true, 'write': false, 'admin': false,"
                + " 'fields': {'costs': {'read': false, 'write': false},"
                + " 'rating': {'read': true, 'write': false}}}}}"),
        told(me().anonymous()));
  }

  private static JsonNode json(String text) throws IOException {
    return new ObjectMapper().readTree(text.replace('\'', '"'));
  }

  private JsonNode invoke(String event) throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    function.handleRequest(
        new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)),
        answer,
        new FixedContext("r", 1024, 20_000));
    return new ObjectMapper().readTree(answer.toByteArray());
  }
}
