package dev.larder.table.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The members in the published schema, compared with those that are read. */
class ModelSchemaTest {
  private final JsonNode schema = read();

  private static JsonNode read() {
    try {
      return new ObjectMapper().readTree(Path.of("src/docs/reference/model.schema.json").toFile());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void assertMembers(List<String> read, String part) {
    TreeSet<String> published = new TreeSet<>();
    schema.at(part + "/properties").fieldNames().forEachRemaining(published::add);
    assertEquals(new TreeSet<>(read), published);
  }

  @Test
  void itHasEveryMemberThatIsReadAndNoOther() {
    assertMembers(ModelReader.MODEL, "");
    assertMembers(ModelReader.TABLE, "/$defs/table");
    assertMembers(ModelReader.INDEX, "/$defs/index");
    assertMembers(ModelReader.COLLECTION, "/$defs/collection");
    assertMembers(ModelReader.ACCESS, "/$defs/collection/properties/access");
  }
}
