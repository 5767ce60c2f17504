package dev.larder.lambda;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.larder.TestDynamoDb;
import dev.larder.text.PercentEncoding;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Whom the built function takes for the caller, of everything that can stand in front of it. */
class AuthorizersIT {
  private static final String USER = "arn:aws:iam::123456789012:user/ada";
  private static final String ROLE = "arn:aws:iam::123456789012:role/app";
  private static final String SESSION = "arn:aws:sts::123456789012:assumed-role/app/";
  private static final String POOLED = "eu-central-1:8e03978e-40d5-43e8-bc93-6894a57f9324";

  private static TestDynamoDb dynamoDb;
  private static DeployedFunction function;

  /**
   * Every authorizer of every gateway, each with who is let in, a role of the readers, and the
   * tenants that the authorizer names in the form of its gateway.
   */
  enum Authorizer {
    HTTP_API_JWT(
        Gateway.HTTP_API,
        "ada",
        List.of("Big Sur, CA"),
        context ->
            claims(context.withObject("/authorizer/jwt"), "ada")
                .put("scope", "openid reader")
                .put("tenant", "Big Sur, CA")),
    HTTP_API_JWT_GROUPS(
        Gateway.HTTP_API_STAGE,
        "ada",
        List.of("acme", "globex"),
        context ->
            claims(context.withObject("/authorizer/jwt"), "ada")
                .put("cognito:groups", "[a reader]")
                .put("tenant", "[acme globex]")),
    HTTP_API_IAM(Gateway.HTTP_API, USER, List.of(), context -> iam(context, USER)),
    HTTP_API_IAM_SESSION(
        Gateway.HTTP_API, ROLE, List.of(), context -> iam(context, SESSION + "i-1")),
    HTTP_API_IDENTITY_POOL(
        Gateway.HTTP_API,
        POOLED,
        List.of(),
        context ->
            iam(context, SESSION + "CognitoIdentityCredentials")
                .putObject("cognitoIdentity")
                .put("identityId", POOLED)),
    HTTP_API_LAMBDA(
        Gateway.HTTP_API,
        "ada",
        List.of("acme", "Big Sur, CA"),
        context ->
            context
                .withObject("/authorizer/lambda")
                .put("principalId", "ada")
                .put("roles", "reader")
                .putArray("tenant")
                .add("acme")
                .add("Big Sur, CA")),
    HTTP_API_LAMBDA_ROLES(
        Gateway.HTTP_API,
        "ada",
        List.of("5"),
        context ->
            context
                .withObject("/authorizer/lambda")
                .put("principalId", "ada")
                .put("tenant", 5)
                .putArray("roles")
                .add("reader")),
    HTTP_API_1_JWT(
        Gateway.HTTP_API_VERSION_1,
        "ada",
        List.of("acme"),
        context ->
            claims(context.putObject("authorizer"), "ada")
                .put("scp", "reader")
                .put("tenant", "[acme]")),
    HTTP_API_1_IAM(
        Gateway.HTTP_API_VERSION_1,
        USER,
        List.of(),
        context -> context.withObject("/identity").put("userArn", USER)),
    HTTP_API_1_LAMBDA(
        Gateway.HTTP_API_VERSION_1,
        "ada",
        List.of("acme", "Big Sur, CA"),
        context ->
            context
                .putObject("authorizer")
                .put("principalId", "ada")
                .put("groups", "reader,b")
                .put("tenant", "[\"acme\",\"Big Sur, CA\"]")),
    REST_COGNITO(
        Gateway.REST_API,
        "ada",
        List.of("acme,globex"),
        context ->
            claims(context.putObject("authorizer"), "ada")
                .put("cognito:groups", "a,reader")
                .put("tenant", "acme,globex")),
    REST_IAM(
        Gateway.REST_API,
        USER,
        List.of(),
        context -> context.withObject("/identity").put("userArn", USER)),
    REST_IAM_SESSION(
        Gateway.REST_API_CUSTOM_DOMAIN,
        ROLE,
        List.of(),
        context -> context.withObject("/identity").put("userArn", SESSION + "i-2")),
    REST_IDENTITY_POOL(
        Gateway.REST_API,
        POOLED,
        List.of(),
        context ->
            context
                .withObject("/identity")
                .put("userArn", SESSION + "CognitoIdentityCredentials")
                .put("cognitoIdentityId", POOLED)),
    REST_LAMBDA(
        Gateway.REST_API_CUSTOM_DOMAIN,
        "ada",
        List.of("acme"),
        context ->
            context
                .putObject("authorizer")
                .put("principalId", "ada")
                .put("scope", "a reader")
                .put("tenant", "acme")
                .put("integrationLatency", 12)),
    FUNCTION_URL_IAM(Gateway.FUNCTION_URL, USER, List.of(), context -> iam(context, USER)),
    FUNCTION_URL_IAM_SESSION(
        Gateway.FUNCTION_URL, ROLE, List.of(), context -> iam(context, SESSION + "x"));

    private final Gateway gateway;
    private final String subject;
    private final List<String> tenants;
    private final Consumer<ObjectNode> lets;

    Authorizer(Gateway gateway, String subject, List<String> tenants, Consumer<ObjectNode> lets) {
      this.gateway = gateway;
      this.subject = subject;
      this.tenants = tenants;
      this.lets = lets;
    }

    private static ObjectNode claims(ObjectNode of, String subject) {
      return of.putObject("claims").put("iss", "https://issuer.example").put("sub", subject);
    }

    private static ObjectNode iam(ObjectNode context, String arn) {
      return context
          .putObject("authorizer")
          .putObject("iam")
          .put("userArn", arn)
          .put("accountId", "123456789012")
          .putNull("cognitoIdentity");
    }
  }

  @BeforeAll
  static void deploy() {
    dynamoDb = TestDynamoDb.start();
    for (String owner : new String[] {"ada", "eve", USER, ROLE, POOLED}) {
      dynamoDb
          .client()
          .putItem(
              put ->
                  put.tableName("items")
                      .item(
                          Map.of(
                              "id", AttributeValue.fromS(id(owner)),
                              "owner", AttributeValue.fromS(owner))));
    }
    function =
        BuiltFunction.start(
            dynamoDb,
            "authorizers",
            Map.of(
                "LARDER_ACCESS", "authorizer",
                "LARDER_COLLECTIONS_ITEMS_OWNER", "owner",
                "LARDER_COLLECTIONS_SESSIONS_ROWS", "{\"tenantId\": \"claim:tenant\"}",
                "LARDER_COLLECTIONS_FILMS_READ", "reader," + USER + "," + ROLE,
                "LARDER_COLLECTIONS_FILMS_WRITE", "writer"));
  }

  @AfterAll
  static void remove() {
    function.close();
    dynamoDb.close();
  }

  /** Some gateways decode a slash. */
  private static String id(String owner) {
    return "of " + owner.replace('/', ' ');
  }

  private static GatewayFilter behind(Authorizer authorizer) {
    return function.behind(authorizer.gateway).authorizer(authorizer.lets);
  }

  private static Response get(Authorizer authorizer, String id) {
    return behind(authorizer).given().get("/items/" + PercentEncoding.encode(id));
  }

  @ParameterizedTest
  @EnumSource
  void theOwnerIsKnownByOneNameThroughAll(Authorizer authorizer) {
    get(authorizer, id(authorizer.subject)).then().statusCode(200);
    get(authorizer, "of eve").then().statusCode(404);
    behind(authorizer)
        .json("{}")
        .post("/items")
        .then()
        .statusCode(201)
        .body("owner", equalTo(authorizer.subject));
  }

  @ParameterizedTest
  @EnumSource
  void itsRolesAreKnownToo(Authorizer authorizer) {
    behind(authorizer).given().get("/films?year=1975").then().statusCode(200);
    behind(authorizer).given().delete("/films/1975/Jaws").then().statusCode(403);
  }

  @ParameterizedTest
  @EnumSource
  void itsClaimsAreKnownToo(Authorizer authorizer) {
    behind(authorizer)
        .given()
        .get("/_me")
        .then()
        .statusCode(200)
        .body("subject", equalTo(authorizer.subject))
        .body(
            "claims",
            equalTo(authorizer.tenants.isEmpty() ? Map.of() : Map.of("tenant", authorizer.tenants)))
        .body("collections.sessions.rows.tenantId", equalTo(authorizer.tenants));
  }

  /** Whoever may invoke the function itself may do everything. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "DIRECT")
  void whereNoAuthorizerIsNobodyIsLetIn(Gateway gateway) {
    for (String line :
        new String[] {
          "GET /items",
          "GET /items/a",
          "PUT /items/a",
          "PATCH /items/a",
          "DELETE /items/a",
          "POST /items",
          "DELETE /items",
          "HEAD /items/a",
          "OPTIONS /items",
          "TRACE /items",
          "POST /",
          "GET /openapi",
          "GET /_me",
          "POST /_transactions",
          "GET /_jobs/x",
          "GET /_jobs/x/result",
          "GET /none",
          "GET /a/b/c/d",
          "GET /items//a"
        }) {
      Response answer =
          function
              .behind(gateway)
              .json("{}")
              .header("x-amzn-oidc-identity", "ada")
              .header("x-amzn-oidc-data", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZGEifQ.")
              .header("x-amzn-oidc-accesstoken", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZGEifQ.")
              .header("Authorization", "Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZGEifQ.")
              .request(line.split(" ")[0], line.split(" ")[1]);
      assertEquals(401, answer.statusCode(), () -> line + ": " + answer.asString());
      assertEquals("Bearer", answer.header("WWW-Authenticate"), line);
      assertFalse(answer.asString().contains("films"), line);
    }
  }

  /** An authorizer that is there and names nobody is none. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"integrationLatency\": 12}",
        "{\"jwt\": {}}",
        "{\"jwt\": {\"claims\": null, \"scopes\": [\"writer\"]}}",
        "{\"iam\": {}}",
        "{\"iam\": {\"userArn\": \"\", \"userId\": \"ada\"}}",
        "{\"lambda\": {}}",
        "{\"lambda\": null}",
        "{\"claims\": {}, \"scopes\": []}",
        "{\"principalId\": \"\"}"
      })
  void anAuthorizerThatNamesNobodyIsNone(String authorizer) {
    for (Gateway gateway :
        new Gateway[] {Gateway.HTTP_API, Gateway.HTTP_API_VERSION_1, Gateway.REST_API}) {
      // Everybody who is named reads these.
      function
          .behind(gateway)
          .authorizer(context -> context.set("authorizer", Direct.read(authorizer)))
          .given()
          .get("/blobs/AA")
          .then()
          .statusCode(401);
    }
  }

  @Test
  void whoHasNoNameOwnsNothing() {
    for (String authorizer :
        new String[] {
          "{\"jwt\": {\"claims\": {\"iss\": \"i\", \"azp\": \"client\", \"scope\": \"reader\"}}}",
          "{\"jwt\": {\"claims\": {\"iss\": \"i\", \"sub\": \"\", \"scope\": \"reader\"}}}",
          "{\"lambda\": {\"user\": \"ada\", \"roles\": [\"reader\"]}}"
        }) {
      GatewayFilter nameless =
          function
              .behind(Gateway.HTTP_API)
              .authorizer(context -> context.set("authorizer", Direct.read(authorizer)));
      nameless.given().get("/films?year=1").then().statusCode(200);
      for (Response answer :
          new Response[] {
            nameless.given().get("/items/a"),
            nameless.given().get("/items"),
            nameless.json("{\"owner\": \"\"}").post("/items"),
            nameless.json("[{}]").post("/items"),
            nameless.given().delete("/items/a")
          }) {
        answer.then().statusCode(403).body("detail", containsString("owner"));
      }
    }
  }

  /** In dev mode these fields name a caller, because its server turns them into claims. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "DIRECT")
  void noFieldOfARequestNamesACaller(Gateway gateway) {
    Map<String, String> fields =
        Map.of(
            "Larder-Dev-Caller",
            "{\"sub\": \"ada\", \"scope\": \"reader\"}",
            "Authorization",
            "Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZGEiLCJzY29wZSI6InJlYWRlciJ9.");
    fields.forEach(
        (name, value) ->
            function
                .behind(gateway)
                .given()
                .header(name, value)
                .get("/items/a")
                .then()
                .statusCode(401));
  }

  /** A caller of one request is nobody in the next. */
  @Test
  void nobodyIsRemembered() {
    for (int i = 0; i < 3; i++) {
      get(Authorizer.HTTP_API_JWT, "of ada").then().statusCode(200);
      function.behind(Gateway.HTTP_API).given().get("/items/a").then().statusCode(401);
    }
  }
}
