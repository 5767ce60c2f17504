package dev.larder.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdempotentRequestTest {
  private static String id(String key) {
    return IdempotentRequest.of(key, "target", "print").id();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\"\"", "a\u001Fb", "a\u007Fb", "ü", "a\tb"})
  void aKeyIsPrintableAscii(String key) {
    ProblemException problem = assertThrows(ProblemException.class, () -> id(key));
    assertEquals(ProblemType.INVALID_HEADER, problem.type());
    assertTrue(
        problem.getMessage().startsWith("Idempotency-Key must have 1 to 255"), problem::getMessage);
  }

  @Test
  void aKeyHasAtMost255Characters() {
    assertThrows(ProblemException.class, () -> id("k".repeat(256)));
    assertThrows(ProblemException.class, () -> id('"' + "k".repeat(256) + '"'));
    assertEquals(id("k".repeat(255)), id('"' + "k".repeat(255) + '"'));
  }

  @Test
  void quotesAroundAKeyAndSpacesAroundItAreNoPartOfIt() {
    assertEquals(id("k"), id(" \"k\" "));
    assertEquals(id("~ k"), id("\"~ k\""));
    for (String other : new String[] {"\"k", "k\"", "\"", "\"\"k\"\""}) {
      assertNotEquals(id("k"), id(other));
    }
    assertNotEquals(id("\"k"), id("k\""));
  }

  @Test
  void anIdIsOfOneKeyAndTarget() {
    assertNotEquals(id("a"), id("b"));
    assertNotEquals(id("a"), IdempotentRequest.of("a", "other", "print").id());
    assertEquals(id("a"), IdempotentRequest.of("a", "target", "other").id());
    assertEquals("print", IdempotentRequest.of("a", "target", "print").fingerprint());
  }

  @Test
  void partsAreToldApartByTheirIndex() {
    IdempotentRequest whole = IdempotentRequest.of("a", "target", "print");
    assertEquals(whole.part(1, "x").id(), whole.part(1, "y").id());
    assertNotEquals(whole.part(1, "x").id(), whole.part(2, "x").id());
    assertNotEquals(whole.id(), whole.part(0, "x").id());
    assertEquals("x", whole.part(1, "x").fingerprint());
  }

  @Test
  void aFingerprintIsTheSha256InBase64Url() {
    assertEquals(
        "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU", IdempotentRequest.fingerprint(new byte[0]));
  }

  private static HttpHeaders headers(String key) {
    return (HttpHeaders)
        Proxy.newProxyInstance(
            HttpHeaders.class.getClassLoader(),
            new Class<?>[] {HttpHeaders.class},
            (proxy, method, arguments) -> {
              assertEquals("getHeaderString", method.getName());
              assertEquals("Idempotency-Key", arguments[0]);
              return key;
            });
  }

  private static Caller caller(String id) {
    return new Caller(
        QuarkusSecurityIdentity.builder()
            .setPrincipal(new Identity(id, Optional.of(id), Set.of(), false, Map.of()))
            .build());
  }

  @Test
  void aRequestIsThatOfItsCallerMethodAndPath() {
    Optional<IdempotentRequest> request =
        IdempotentRequest.of(headers("k"), caller("ada"), "PUT", "/items/a", () -> "print");
    assertEquals(Optional.of(IdempotentRequest.of("k", "ada\nPUT\n/items/a", "print")), request);
    assertNotEquals(
        request,
        IdempotentRequest.of(headers("k"), caller("eve"), "PUT", "/items/a", () -> "print"));
  }

  @Test
  void withoutAKeyNothingIsAskedFor() {
    assertEquals(
        Optional.empty(),
        IdempotentRequest.of(
            headers(null), caller("ada"), "PUT", "/items/a", () -> fail("a fingerprint")));
  }

  @Test
  void anotherBodyUnderTheKeyIsToldSo() {
    assertEquals(ProblemType.IDEMPOTENCY_KEY_REUSED, IdempotentRequest.keyReused().type());
    assertTrue(IdempotentRequest.keyReused().getMessage().contains("with a different body"));
  }

  @Test
  void anAnswerIsGivenAsItWas() {
    byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
    try (Response response = new StoredResponse(201, Map.of("ETag", "\"a\""), body).toResponse()) {
      assertEquals(201, response.getStatus());
      assertEquals("\"a\"", response.getHeaderString("ETag"));
      assertArrayEquals(body, (byte[]) response.getEntity());
    }
    try (Response response = new StoredResponse(204, Map.of(), null).toResponse()) {
      assertFalse(response.hasEntity());
    }
  }
}
