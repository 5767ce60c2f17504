package dev.larder.custom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.example.HidingResource;
import dev.larder.TestConfig;
import dev.larder.http.OwnResources;
import dev.larder.table.config.LarderConfig;
import jakarta.ws.rs.container.ResourceInfo;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
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

  @Test
  void aClassThatHidesItemsIsNamed() throws ReflectiveOperationException {
    Method cancel = HidingResource.class.getMethod("cancel");
    OwnResources own = new OwnResources();
    own.configure(
        new ResourceInfo() {
          @Override
          public Method getResourceMethod() {
            return cancel;
          }

          @Override
          public Class<?> getResourceClass() {
            return HidingResource.class;
          }
        },
        null);
    LarderConfig config = TestConfig.of(Map.of("larder.collections.orders.table", "orders"));
    assertEquals(
        "com.example.HidingResource has the path /orders/{id}, which hides the collection orders;"
            + " give the class another path, as in /reports or /orders/{id}/cancel",
        assertThrows(
                IllegalArgumentException.class, () -> new OwnPathCheck().check(null, own, config))
            .getMessage());
  }
}
