package dev.larder.lambda.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.larder.TestConfig;
import dev.larder.http.Identity;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthorizerIdentitiesTest {
  private static final AuthorizerIdentities CALLERS =
      new AuthorizerIdentities(
          List.of("scope", "scp", "cognito:groups", "groups", "roles"), Set.of("tenant"));

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private static JsonNode json(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  private static String ofRestApi(String authorizer) {
    return CALLERS.ofRestApi(json("{\"authorizer\": " + authorizer + "}")).id();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "null|''",
        "{}|''",
        "{\"jwt\": {\"claims\": {\"iss\": \"https://issuer.example\", \"sub\": \"ada\"}}}"
            + "|jwt https://issuer.example ada",
        "{\"jwt\": {\"claims\": {\"iss\": \"i\", \"sub\": \"ada\", \"groups\": [\"a\", 1]}}}"
            + "|jwt i ada",
        "{\"jwt\": {\"claims\": {\"iss\": [\"i\"], \"sub\": 5}}}|jwt [\"i\"] 5",
        "{\"jwt\": {\"claims\": {\"iss\": null, \"sub\": [\"a\", 1]}}}|jwt  [\"a\",1]",
        "{\"iam\": {\"userArn\": \"arn:aws:iam::123456789012:user/ada\"}}"
            + "|iam arn:aws:iam::123456789012:user/ada",
        "{\"iam\": {\"userArn\": \"arn:a\", \"cognitoIdentity\": null}}|iam arn:a",
        "{\"iam\": {\"userArn\": \"arn:a\", \"cognitoIdentity\": {\"identityId\": \"r:1\"}}}"
            + "|iam arn:a r:1",
        "{\"iam\": {\"userArn\": null}}|''",
        "{\"lambda\": {\"principalId\": \"ada\"}}|lambda ada",
        "{\"lambda\": {\"principalId\": 5}}|lambda 5",
        "{\"jwt\": {\"claims\": {}}}|''",
        "{\"lambda\": {\"principalId\": \"\"}}|''",
        "{\"lambda\": {\"user\": {}, \"roles\": [], \"a\": \"\"}}|''",
        "{\"lambda\": {}}|''",
        "{\"lambda\": null}|''"
      })
  void everyAuthorizerOfAnHttpApiNamesItsCallersApart(String authorizer, String caller) {
    assertEquals(caller, CALLERS.ofHttpApi(json(authorizer)).id());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|''",
        "{\"authorizer\": null, \"identity\": null}|''",
        "{\"authorizer\": {\"claims\": null, \"scopes\": null}}|''",
        "{\"authorizer\": {\"integrationLatency\": 12}}|''",
        "{\"authorizer\": {\"jwt\": {\"claims\": null, \"scopes\": null}}}|''",
        "{\"authorizer\": {\"jwt\": {}}}|''",
        "{\"authorizer\": {\"iam\": {\"userId\": \"a\"}, \"lambda\": {}}}|''",
        "{\"authorizer\": {\"claims\": {}, \"scopes\": [\"a\"]}}|''",
        "{\"authorizer\": {\"principalId\": \"\"}}|''",
        "{\"authorizer\": {\"claims\": {\"iss\": \"i\", \"sub\": \"ada\", \"x\": [1]}}}|jwt i ada",
        "{\"authorizer\": {\"jwt\": {\"claims\": {\"iss\": \"i\", \"sub\": \"ada\"}}}}|jwt i ada",
        "{\"authorizer\": {\"principalId\": \"ada\", \"integrationLatency\": 12}}|lambda ada",
        "{\"authorizer\": {\"principalId\": \"ada\", \"claims\": \"text\"}}|lambda ada",
        "{\"identity\": {\"userArn\": \"arn:a\", \"cognitoIdentityId\": null}}|iam arn:a",
        "{\"identity\": {\"userArn\": \"arn:a\", \"cognitoIdentityId\": \"r:1\"}}|iam arn:a r:1",
        "{\"identity\": {\"userArn\": null, \"sourceIp\": \"127.0.0.1\"}}|''"
      })
  void everyAuthorizerOfARestApiNamesTheSameCallersLikewise(String context, String caller) {
    assertEquals(caller, CALLERS.ofRestApi(json(context)).id());
  }

  @Test
  void aLambdaAuthorizerWithoutAPrincipalIsKnownByAllThatItSays() {
    String ada = CALLERS.ofHttpApi(json("{\"lambda\": {\"user\": \"ada\", \"n\": 1}}")).id();
    assertTrue(ada.matches("lambda-context [0-9a-f]{64}"), ada);
    assertEquals(ada, CALLERS.ofHttpApi(json("{\"lambda\": {\"n\": 1, \"user\": \"ada\"}}")).id());
    assertEquals(
        ada,
        ofRestApi(
            "{\"user\": \"ada\", \"n\": \"1\", \"claims\": null, \"integrationLatency\": 7}"));
    assertNotEquals(
        ada, CALLERS.ofHttpApi(json("{\"lambda\": {\"user\": \"grace\", \"n\": 1}}")).id());
    for (String none : new String[] {"null", "\"\""}) {
      String found = "{\"lambda\": {\"principalId\": " + none + ", \"user\": \"%s\"}}";
      assertNotEquals(
          CALLERS.ofHttpApi(json(found.formatted("ada"))).id(),
          CALLERS.ofHttpApi(json(found.formatted("grace"))).id());
    }
    assertEquals(
        CALLERS.ofHttpApi(json("{\"lambda\": {\"user\": {\"a\": 1, \"b\": 2}}}")).id(),
        CALLERS.ofHttpApi(json("{\"lambda\": {\"user\": {\"b\": 2, \"a\": 1}}}")).id());
  }

  @Test
  void aContextThatIsNoOtherAuthorizersCountsWhole() {
    assertNotEquals(
        ofRestApi("{\"tenant\": \"t\", \"user\": {\"id\": \"ada\"}}"),
        ofRestApi("{\"tenant\": \"t\", \"user\": {\"id\": \"eve\"}}"));
    assertNotEquals(
        ofRestApi("{\"tenant\": \"t\", \"scopes\": \"a\"}"),
        ofRestApi("{\"tenant\": \"t\", \"scopes\": \"b\"}"));
  }

  /** It would become a question mark in DynamoDB, and so another's name. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"jwt\": {\"claims\": {\"iss\": \"i\", \"sub\": \"a\\ud800b\"}}}",
        "{\"jwt\": {\"claims\": {\"iss\": \"\\udc00\", \"sub\": \"ada\"}}}",
        "{\"jwt\": {\"claims\": {\"azp\": \"\\ud800\"}}}",
        "{\"jwt\": {\"claims\": {\"sub\": \"ada\", \"scope\": \"r \\ud800\"}}}",
        "{\"jwt\": {\"claims\": {\"sub\": \"ada\", \"tenant\": \"\\ud800\"}}}",
        "{\"jwt\": {\"claims\": {\"sub\": \"ada\", \"tenant\": [\"acme\", \"\\udc00\\ud800\"]}}}",
        "{\"iam\": {\"userArn\": \"arn:a\\ud800\"}}",
        "{\"lambda\": {\"principalId\": \"\\ud800\"}}",
        "{\"lambda\": {\"user\": {\"\\ud800\": 1}}}"
      })
  void halfOfASurrogatePairNamesNobody(String authorizer) {
    assertTrue(CALLERS.ofHttpApi(json(authorizer)).isNobody());
    assertTrue(CALLERS.ofRestApi(json("{\"authorizer\": " + authorizer + "}")).isNobody());
    String whole = authorizer.replace("\\ud800", "\\ud83d\\ude42").replace("\\udc00", "");
    assertFalse(CALLERS.ofHttpApi(json(whole)).isNobody());
  }

  @Test
  void aTokenWithoutASubjectIsKnownByAllItsClaims() {
    String a =
        CALLERS.ofHttpApi(json("{\"jwt\": {\"claims\": {\"iss\": \"i\", \"azp\": \"a\"}}}")).id();
    String b =
        CALLERS.ofHttpApi(json("{\"jwt\": {\"claims\": {\"iss\": \"i\", \"azp\": \"b\"}}}")).id();
    assertTrue(a.startsWith("jwt-claims "), a);
    assertNotEquals(a, b);
    assertEquals(a, ofRestApi("{\"claims\": {\"azp\": \"a\", \"iss\": \"i\"}}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"scope\": \"a b\"}|[a, b]",
        "{\"scope\": \" a  b \"}|[a, b]",
        "{\"scope\": \"x,admin\"}|[x,admin]",
        "{\"scp\": [\"a\", \"b c\"]}|[a, b c]",
        "{\"scp\": \"[a b]\"}|[a, b]",
        "{\"scp\": \"x,admin\"}|[x,admin]",
        "{\"cognito:groups\": \"a,b\"}|[a, b]",
        "{\"cognito:groups\": \"[a b]\"}|[a, b]",
        "{\"cognito:groups\": \"[x,admin]\"}|[x,admin]",
        "{\"groups\": [\"x,admin\", \"\"]}|[x,admin]",
        "{\"roles\": \"[admin\"}|[[admin]",
        "{\"roles\": \"\"}|[]",
        "{\"roles\": \"[]\"}|[]",
        "{\"roles\": {\"admin\": true}}|[]",
        "{\"roles\": true, \"scope\": 1, \"groups\": null}|[]",
        "{\"Roles\": \"admin\", \"custom:roles\": \"admin\", \"role\": \"admin\"}|[]"
      })
  void rolesAreWhatTheClaimsList(String claims, String roles) {
    ObjectNode all = ((ObjectNode) json(claims)).put("sub", "ada");
    JsonNode jwt =
        MAPPER.createObjectNode().set("jwt", MAPPER.createObjectNode().set("claims", all));
    assertEquals(roles, sorted(CALLERS.ofHttpApi(jwt)));
    JsonNode cognito =
        MAPPER.createObjectNode().set("authorizer", MAPPER.createObjectNode().set("claims", all));
    assertEquals(roles, sorted(CALLERS.ofRestApi(cognito)));
    JsonNode lambda = MAPPER.createObjectNode().set("lambda", all.put("principalId", "ada"));
    assertEquals(roles, sorted(CALLERS.ofHttpApi(lambda)));
  }

  private static String sorted(Identity caller) {
    return new TreeSet<>(caller.roles()).toString();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "arn:aws:iam::1:user/ada||arn:aws:iam::1:user/ada|[arn:aws:iam::1:user/ada]",
        "arn:aws:sts::1:assumed-role/app/i-1||arn:aws:iam::1:role/app"
            + "|[arn:aws:iam::1:role/app, arn:aws:sts::1:assumed-role/app/i-1]",
        "arn:aws-cn:sts::1:assumed-role/app/x||arn:aws-cn:iam::1:role/app"
            + "|[arn:aws-cn:iam::1:role/app, arn:aws-cn:sts::1:assumed-role/app/x]",
        // The session's name is its own choice, and must not make it another role.
        "arn:aws:sts::1:assumed-role/app/role/admin||arn:aws:iam::1:role/app"
            + "|[arn:aws:iam::1:role/app, arn:aws:sts::1:assumed-role/app/role/admin]",
        "arn:aws:sts::1:assumed-role/app/s|r:1|r:1"
            + "|[arn:aws:iam::1:role/app, arn:aws:sts::1:assumed-role/app/s]"
      })
  void whoSignsRequestsHasTheNameAndRoleOfItsArn(
      String arn, String pooled, String subject, String roles) {
    ObjectNode iam = MAPPER.createObjectNode().put("userArn", arn);
    iam.putObject("cognitoIdentity").put("identityId", pooled);
    Identity ofHttpApi = CALLERS.ofHttpApi(MAPPER.createObjectNode().set("iam", iam));
    ObjectNode identity = MAPPER.createObjectNode().put("userArn", arn);
    identity.put("cognitoIdentityId", pooled);
    Identity ofRestApi = CALLERS.ofRestApi(MAPPER.createObjectNode().set("identity", identity));
    for (Identity caller : List.of(ofHttpApi, ofRestApi)) {
      assertEquals(Optional.of(subject), caller.subject());
      assertEquals(roles, sorted(caller));
      assertFalse(caller.trusted());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"acme\"|[acme]",
        "\"Acme, Inc. & Sons\"|[Acme, Inc. & Sons]",
        "\" acme \"|` [ acme ]`",
        "\"acme,globex\"|[acme,globex]",
        "[\"acme\", \"Big Sur, CA\", \"acme\"]|[acme, Big Sur, CA]",
        "[\"a b\", 5, true, null, \"\", {\"a\": 1}, [\"b\"]]|[a b, 5, true]",
        "\"[acme globex]\"|[acme, globex]",
        "\"[acme  globex ]\"|[acme, globex]",
        "\"[ acme,globex]\"|[acme,globex]",
        "\"[1e3 007]\"|[1e3, 007]",
        "\"[1e3]\"|[1e3]",
        "\"[\\\"acme\\\",\\\"Big Sur, CA\\\", 1.10, true, null, {}, [1]]\"|[acme, Big Sur, CA, 1.10, true]",
        "\"[\\\"acme\\\"] []\"|[\"acme\"], []",
        "\"[acme\"|[[acme]",
        "5|[5]",
        "1.5|[1.5]",
        "false|[false]",
        "\"[]\"|[]",
        "\"[ ]\"|[]",
        "\"\"|[]",
        "[]|[]",
        "null|[]",
        "{\"id\": \"acme\"}|[]"
      })
  void theValuesOfAClaimAreThoseOfAListOrOneText(String claim, String values) {
    ObjectNode claims = MAPPER.createObjectNode().put("sub", "ada").put("team", "red");
    claims.set("tenant", json(claim));
    JsonNode jwt =
        MAPPER.createObjectNode().set("jwt", MAPPER.createObjectNode().set("claims", claims));
    JsonNode cognito =
        MAPPER
            .createObjectNode()
            .set("authorizer", MAPPER.createObjectNode().set("claims", claims));
    JsonNode nameless =
        MAPPER.createObjectNode().set("lambda", claims.deepCopy().put("user", "ada"));
    JsonNode lambda =
        MAPPER.createObjectNode().set("lambda", claims.deepCopy().put("principalId", "ada"));
    JsonNode rest =
        MAPPER
            .createObjectNode()
            .set("authorizer", claims.deepCopy().put("principalId", "ada").putNull("claims"));
    for (Identity caller :
        List.of(
            CALLERS.ofHttpApi(jwt),
            CALLERS.ofRestApi(MAPPER.createObjectNode().set("authorizer", jwt)),
            CALLERS.ofRestApi(cognito),
            CALLERS.ofHttpApi(nameless),
            CALLERS.ofHttpApi(lambda),
            CALLERS.ofRestApi(rest))) {
      assertFalse(caller.isNobody());
      assertEquals(
          values.equals("[]") ? Set.of() : Set.of("tenant"), caller.claims().keySet(), claim);
      assertEquals(
          values.strip(), caller.claims().getOrDefault("tenant", List.of()).toString(), claim);
    }
  }

  @Test
  void whoSignsRequestsHasNoClaims() {
    String iam = "{\"iam\": {\"userArn\": \"arn:a\", \"tenant\": \"acme\"}, \"tenant\": \"acme\"}";
    assertEquals(Map.of(), CALLERS.ofHttpApi(json(iam)).claims());
    String identity = "{\"identity\": {\"userArn\": \"arn:a\", \"tenant\": \"acme\"}}";
    assertEquals(Map.of(), CALLERS.ofRestApi(json(identity)).claims());
  }

  @Test
  void onlyClaimsOfRowsAreKept() {
    AuthorizerIdentities callers =
        new AuthorizerIdentities(
            TestConfig.of(
                Map.of(
                    "larder.collections.a.rows", "{\"t\": \"claim:tenant\", \"o\": \"caller\"}",
                    "larder.collections.b.rows", "{\"x\": \"claim:https://example.com/x\"}",
                    "larder.collections.c.owner", "o")));
    String claims =
        "{\"jwt\": {\"claims\": {\"sub\": \"ada\", \"tenant\": \"acme\", \"scope\": \"reader\","
            + " \"https://example.com/x\": \"y\"}}}";
    Identity caller = callers.ofHttpApi(json(claims));
    assertEquals(
        Map.of("tenant", List.of("acme"), "https://example.com/x", List.of("y")), caller.claims());
    assertEquals(Set.of("reader"), caller.roles());
  }

  @Test
  void scopesBesideTheClaimsAreNoRoles() {
    String token = "{\"claims\": {\"sub\": \"ada\", \"scope\": \"a\"}, \"scopes\": [\"a\", \"b\"]}";
    assertEquals(Set.of("a"), CALLERS.ofHttpApi(json("{\"jwt\": " + token + "}")).roles());
    assertEquals(Set.of("a"), CALLERS.ofRestApi(json("{\"authorizer\": " + token + "}")).roles());
  }

  @Test
  void aFederatedUserHasChosenItsNameAndOwnsNothing() {
    String arn = "arn:aws:sts::1:federated-user/ada";
    Identity caller = CALLERS.ofHttpApi(json("{\"iam\": {\"userArn\": \"" + arn + "\"}}"));
    assertEquals(Optional.empty(), caller.subject());
    assertEquals(Set.of(arn), caller.roles());
  }

  @Test
  void aCallerWithoutASubjectCanOwnNothing() {
    for (String authorizer :
        List.of(
            "{\"jwt\": {\"claims\": {\"iss\": \"i\", \"azp\": \"a\"}}}",
            "{\"jwt\": {\"claims\": {\"sub\": \"\"}}}",
            "{\"lambda\": {\"user\": \"ada\"}}")) {
      Identity caller = CALLERS.ofHttpApi(json(authorizer));
      assertFalse(caller.isNobody(), authorizer);
      assertEquals(Optional.empty(), caller.subject(), authorizer);
    }
  }
}
