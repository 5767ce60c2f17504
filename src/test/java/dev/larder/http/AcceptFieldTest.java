package dev.larder.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AcceptFieldTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "*/*|*/*",
        "application/json|application/json",
        "*/*; q=.2|*/*;q=0.200",
        "*/*; v=1, application/*;v=2;q=0.5|*/*, application/*;q=0.500",
        "text/html, image/gif, *; q=.2, */*; q=.2|text/html, image/gif, */*;q=0.200, */*;q=0.200",
        "Application/JSON|application/json",
        "application/json; charset=utf-8|application/json",
        "application/json ; a=b ;Q=0.5; ext=1|application/json;q=0.500",
        "text/csv; header=present|text/csv",
        "text/html;level=1;charset=utf-8;q=0.5|text/html;level=1;q=0.500",
        "text/html;t=\"a,b;c\", text/plain|text/html;t=\"a,b;c\", text/plain",
        "application/json;q=|application/json",
        "application/json;q|application/json",
        "application/json;q=a|application/json",
        "application/json;q=-1|application/json",
        "application/json;q=1.0.0|application/json",
        "application/json;q=.|application/json",
        "application/json;q=1.0000|application/json",
        "application/json;q=2|application/json",
        "application/json;q=0.00001|application/json;q=0.001",
        "application/json;q=0.000|application/json;q=0",
        "garbage, application/json|application/json",
        ",, application/json ,|application/json",
        "application/json/x, */json, a b/c, /, a/, /b, */*|*/*",
        "application/problem+json, application/json|application/problem+json, application/json"
      })
  void aRangeIsSpelledAsJaxRsReadsIt(String sent, String normalized) {
    assertEquals(normalized, AcceptField.normalized(sent));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        ",",
        "garbage",
        "\"",
        "a/b c",
        "\u00e9/\u00e9",
        "application/problem+json"
      })
  void whatSaysNothingAcceptsEverything(String sent) {
    assertNull(AcceptField.normalized(sent));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gzip, deflate, br|gzip, deflate, br",
        "en-US,en;q=0.9,*;q=.5,|en-US, en;q=0.900, *;q=0.500",
        "gzip;level=9, br ; Q=0 |gzip, br;q=0",
        "utf-8;q=, utf-16;q=high|utf-8, utf-16",
        ",;q=1, a b, \u00e9|",
        "identity;q=0, *;q=0|identity;q=0, *;q=0"
      })
  void namesAreSpelledAsJaxRsReadsThem(String sent, String normalized) {
    assertEquals(normalized, AcceptField.normalizedNames(sent));
  }

  @Test
  void ofALongWeightTheSizeCounts() {
    String zeros = "0".repeat(5000);
    assertEquals("a/b;q=0", AcceptField.normalized("a/b;q=0." + zeros));
    assertEquals("a/b", AcceptField.normalized("a/b;q=1" + zeros));
  }
}
