package dev.larder.openapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilterParametersTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static JsonNode parameters(String attribute, String property)
      throws JsonProcessingException {
    ObjectNode schema = (ObjectNode) JSON.readTree(property.replace('\'', '"'));
    return FilterParameters.of(Map.of(attribute, schema), 7);
  }

  private static String names(String attribute, String property) throws JsonProcessingException {
    return parameters(attribute, property)
        .valueStream()
        .map(parameter -> parameter.path("name").asText())
        .collect(Collectors.joining(" "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'type':'integer'} | a a[ne] a[lt] a[lte] a[gt] a[gte] a[in] a[exists]",
        "{'type':['null','number']} | a a[ne] a[lt] a[lte] a[gt] a[gte] a[in] a[exists]",
        "{'type':'string'}"
            + " | a a[ne] a[lt] a[lte] a[gt] a[gte] a[prefix] a[contains] a[in] a[exists]",
        "{'type':'string','contentEncoding':'base64'} | a a[ne] a[in]",
        "{'type':'boolean'} | a a[ne] a[exists]",
        "{'type':'array','items':{}} | a[contains] a[exists]",
        "{'type':'object'} | a[exists]",
        "{} | a[exists]",
      })
  void anAttributeHasTheOperatorsOfItsType(String property, String names)
      throws JsonProcessingException {
    assertEquals(names, names("a", property));
  }

  @ParameterizedTest
  @CsvSource({"limit, limit[eq]", "a.b, a\\.b", "'a,[b]', 'a\\,\\[b]'"})
  void aNameIsReadBackAsTheAttribute(String attribute, String name) throws JsonProcessingException {
    assertEquals(
        name + ' ' + name.replace("[eq]", "") + "[ne] " + name.replace("[eq]", "") + "[exists]",
        names(attribute, "{'type':'boolean'}"));
  }

  @Test
  void valuesHaveTheTypeOfTheAttribute() throws JsonProcessingException {
    JsonNode parameters = parameters("a", "{'type':'string','enum':['x'],'minLength':1}");
    assertEquals("{\"type\":\"string\",\"enum\":[\"x\"]}", schema(parameters, "a"));
    assertEquals("{\"type\":\"string\"}", schema(parameters, "a[prefix]"));
    assertEquals(
        "{\"type\":\"array\",\"items\":{\"type\":\"string\",\"enum\":[\"x\"]},"
            + "\"minItems\":1,\"maxItems\":7}",
        schema(parameters, "a[in]"));
    assertFalse(parameters.toString().contains("explode"));
    assertEquals(
        "{\"type\":\"integer\"}",
        schema(parameters("a", "{'type':'array','items':{'type':'integer'}}"), "a[contains]"));
    assertEquals(
        "base64url",
        parameters("a", "{'type':'string','contentEncoding':'base64'}")
            .at("/0/schema/contentEncoding")
            .asText());
  }

  private static String schema(JsonNode parameters, String name) {
    return parameters
        .valueStream()
        .filter(parameter -> parameter.path("name").asText().equals(name))
        .findFirst()
        .orElseThrow()
        .path("schema")
        .toString();
  }
}
