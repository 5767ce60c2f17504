package dev.larder.openapi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.MissingNode;
import dev.larder.table.Fields;
import dev.larder.table.schema.KeyAttribute;
import dev.larder.table.schema.KeyType;
import dev.larder.table.schema.TableSchema;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CollectionSchemasTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "id:S|/{id}",
        "tenant_id:S,created-at:N|/{tenant_id}/{created-at}",
        "{id}:S|/{partition}",
        "a/b:S,sort:N|/{partition}/{sort}",
        "sort:S,ä:N|/{partition}/{sort}"
      })
  void theTemplateOfAPathHasASegmentForEachKeyAttribute(String key, String template) {
    assertEquals(
        "/c" + template,
        new CollectionSchemas(
                "c",
                TableSchema.parse(key),
                Optional.empty(),
                Fields.ALL,
                MissingNode.getInstance())
            .pathTemplate());
  }

  @Test
  void whatIndexesDemandIsTypedToo() {
    TableSchema schema =
        new TableSchema(
            new KeyAttribute("id", KeyType.S),
            Optional.empty(),
            List.of(new KeyAttribute("born", KeyType.N), new KeyAttribute("photo", KeyType.B)),
            List.of());
    assertEquals(
        "{\"type\":\"number\"}",
        new CollectionSchemas("c", schema, Optional.empty(), Fields.ALL, MissingNode.getInstance())
            .item()
            .at("/properties/born")
            .toString());
    assertEquals(
        "base64",
        new CollectionSchemas("c", schema, Optional.empty(), Fields.ALL, MissingNode.getInstance())
            .item()
            .at("/properties/photo/contentEncoding")
            .asText());
  }
}
