package dev.larder.custom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OwnPathCheckTest {
  private static final Set<String> COLLECTIONS = Set.of("items", "orders");

  @ParameterizedTest
  @CsvSource({
    "/,a path of Larder",
    "/_jobs,a path of Larder",
    "/_reports/{id},a path of Larder",
    "/openapi,a path of Larder",
    "/{name},all collections",
    "/{name}/cancel,all collections",
    "/orders,the collection orders",
    "/orders/{id},the collection orders",
    "/orders/{id}/{line},the collection orders"
  })
  void whatHidesAPathOfLarderIsRefused(String template, String hidden) {
    assertEquals(hidden, OwnPathCheck.hidden(template, COLLECTIONS));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/reports", "/reports/{id}", "/orders/{id}/cancel", "/orders/search"})
  void anyOtherPathIsFree(String template) {
    assertNull(OwnPathCheck.hidden(template, COLLECTIONS));
  }
}
