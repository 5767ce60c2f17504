package dev.larder.table.jsonschema;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmbeddedSchemaTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "true | true",
        "{'type':'object'} | {'type':'object'}",
        "{'items':{'$ref':'#/$defs/a'}} | {'items':{'$ref':'#/s/x/$defs/a'}}",
        "{'items':{'$ref':'#'}} | {'items':{'$ref':'#/s/x'}}",
        "{'$schema':'s','$id':'urn:a','items':{'$ref':'urn:a#/$defs/a'}}"
            + " | {'items':{'$ref':'#/s/x/$defs/a'}}",
        "{'properties':{'$ref':{'const':'#/a'}}} | {'properties':{'$ref':{'const':'#/a'}}}",
        "{'$defs':{'a':{'$anchor':'a'}},'$ref':'#a'}"
            + " | {'$defs':{'a':{'$anchor':'a'}},'$ref':'#a','$id':'urn:larder:schema:x'}",
        "{'items':{'$id':'urn:b','$ref':'#/a'}}"
            + " | {'items':{'$id':'urn:b','$ref':'#/a'},'$id':'urn:larder:schema:x'}",
        "{'$id':'urn:a','$ref':'https://json-schema.org/draft/2020-12/schema'}"
            + " | {'$id':'urn:a','$ref':'https://json-schema.org/draft/2020-12/schema'}",
      })
  void referencesLeadToTheCopyOrResolveWithinTheirId(String schema, String copy)
      throws JsonProcessingException {
    JsonNode document = JSON.readTree(schema.replace('\'', '"'));
    JsonNode before = document.deepCopy();
    assertEquals(JSON.readTree(copy.replace('\'', '"')), EmbeddedSchema.of(document, "#/s/x"));
    assertEquals(before, document);
  }
}
