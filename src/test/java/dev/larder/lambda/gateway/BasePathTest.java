package dev.larder.lambda.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BasePathTest {

  @ParameterizedTest
  @ValueSource(strings = {"/v1", "/api/v1", "/a-b_c.d", "/$x"})
  void pathsWithoutATrailingSlashAreTaken(String path) {
    assertEquals(path, BasePath.of(path));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "v1", "/v1/", "//v1", "/v 1", "/v%31", "/v1?a", "https://a/v1", " "})
  void anythingElseIsRefusedWithWhatIsRight(String path) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> BasePath.of(path));
    assertTrue(e.getMessage().contains("LARDER_BASE_PATH) is " + path), e.getMessage());
    assertTrue(e.getMessage().contains("must begin with a slash, must not end with one"));
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/items, /items, /v1",
    "/v1, '', /v1",
    "/v1/, /, /v1",
    "/v10/items, /v10/items, ''",
    "/items/v1, /items/v1, ''",
    "/v1/v1/a, /v1/a, /v1",
    "'', '', ''",
    ", , ''"
  })
  void wholeSegmentsAreStripped(String path, String own, String prefix) {
    GatewayRequest request = new GatewayRequest("GET");
    request.setRawPath(path);
    request.moveToPrefix("/v1");
    assertEquals(own, request.getRawPath());
    assertEquals(prefix, request.prefix());
  }
}
