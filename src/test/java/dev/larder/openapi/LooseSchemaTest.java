package dev.larder.openapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LooseSchemaTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static JsonNode json(String text) throws JsonProcessingException {
    return JSON.readTree(text.replace('\'', '"'));
  }

  private static JsonNode copyOf(String property) throws JsonProcessingException {
    String document =
        "{'properties':{'a':%s},'$defs':{'n':{'type':'integer','minimum':1},'b':true}}";
    return new LooseSchema(json(document.formatted(property))).properties().get("a");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "true | {}",
        "false | {}",
        "{'type':'string','pattern':'^a','maxLength':3} | {'type':'string','maxLength':3}",
        "{'type':['string','null']} | {'type':['string','null']}",
        "{'$ref':'#/$defs/n'} | {'type':'integer','minimum':1}",
        "{'$ref':'#/$defs/n','minimum':2} | {'type':'integer','minimum':2}",
        "{'$ref':'#/$defs/b'} | {}",
        "{'$ref':'#/$defs/none'} | {}",
        "{'$ref':'urn:elsewhere'} | {}",
        "{'$id':'urn:a','$ref':'#/$defs/n'} | {}",
        "{'allOf':[{'type':'string'},{'minLength':2}]} | {'type':'string','minLength':2}",
        "{'anyOf':[{'type':'string'},{'type':'null'}]} | {}",
        "{'const':'x'} | {'type':'string','enum':['x']}",
        "{'enum':['x','y']} | {'type':'string','enum':['x','y']}",
        "{'enum':['x',1]} | {}",
        "{'type':'array'} | {'type':'array','items':{}}",
        "{'type':'array','items':{'$ref':'#/$defs/n'}}"
            + " | {'type':'array','items':{'type':'integer','minimum':1}}",
        "{'type':['array','null'],'items':{'type':'string'}}"
            + " | {'type':['array','null'],'items':{'type':'string'}}",
        "{'type':'array','prefixItems':[{}],'items':false} | {'type':'array','items':{}}",
        "{'type':'object','required':['b'],'properties':{'b':{'type':'string'}},"
            + "'additionalProperties':false}"
            + " | {'type':'object','properties':{'b':{'type':'string'}}}",
      })
  void nothingThatTheSchemaPermitsIsLost(String property, String copy)
      throws JsonProcessingException {
    assertEquals(json(copy), copyOf(property));
  }

  @Test
  void circularReferencesEnd() throws JsonProcessingException {
    JsonNode copy =
        new LooseSchema(json("{'properties':{'child':{'type':'object','$ref':'#'}}}"))
            .properties()
            .get("child");
    assertEquals("object", copy.path("type").asText());
    JsonNode tree =
        new LooseSchema(
                json(
                    "{'$defs':{'t':{'properties':{'l':{'$ref':'#/$defs/t'},"
                        + "'r':{'$ref':'#/$defs/t'}}}},'properties':{'t':{'$ref':'#/$defs/t'}}}"))
            .properties()
            .get("t");
    assertTrue(tree.toString().length() < 500, tree::toString);
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "{}", "{'type':'object'}", "{'properties':{}}"})
  void aSchemaWithoutPropertiesHasNone(String document) throws JsonProcessingException {
    assertTrue(new LooseSchema(json(document)).properties().isEmpty());
  }
}
