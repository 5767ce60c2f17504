package dev.larder.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SimilarNamesTest {
  private static final List<String> NAMES = List.of("cursor", "limit", "id");

  @ParameterizedTest
  @ValueSource(strings = {"limt", "limmit", "limti", "limiz", "xlimit", "limits"})
  void aNameWithOneMistakeIsFound(String name) {
    assertEquals(Optional.of("limit"), SimilarNames.near(name, NAMES));
  }

  @ParameterizedTest
  @ValueSource(strings = {"lmt", "limbo", "timil", "ids", "year", "limitless"})
  void anyOtherNameIsNone(String name) {
    assertEquals(Optional.empty(), SimilarNames.near(name, NAMES));
  }
}
