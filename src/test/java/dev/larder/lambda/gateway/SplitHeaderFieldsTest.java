package dev.larder.lambda.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SplitHeaderFieldsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "",
        ",",
        ",,",
        "a,",
        "a,,b",
        "\uFFFF",
        ",\uFFFF",
        "a\uFFFF",
        "a,\uFFFF,",
        " a , b ",
        "Sun, 06 Nov 1994 08:49:37 GMT",
        "\"a,\",\"b\""
      })
  void aValueIsWhatItWasBeforeItWasSplit(String value) {
    Map<String, String> fields = new TreeMap<>(Map.of("A", value, "B", "b", "C", value));
    SplitHeaderFields.mark(fields);
    MultiMap split = MultiMap.caseInsensitiveMultiMap();
    fields.forEach(
        (name, marked) -> {
          for (String part : marked.split(",")) {
            split.add(name, part);
          }
        });
    SplitHeaderFields.join(split);
    assertEquals(3, split.size());
    for (String name : new String[] {"A", "C"}) {
      assertEquals(List.of(value), split.getAll(name));
    }
  }
}
