package dev.larder.table.jsonschema;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NumericNode;
import com.fasterxml.jackson.databind.node.ValueNode;
import dev.larder.dynamo.item.ItemTree;
import dev.larder.dynamo.item.JsonProblems;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A configured schema: a file, a resource on the class path, or the JSON itself.
 *
 * @param file the file or resource; empty if the setting contains the JSON
 */
record SchemaSource(String setting, Optional<String> file, byte[] json) {

  /**
   * @throws IllegalArgumentException if the file or resource does not exist or cannot be read
   */
  static SchemaSource read(String setting, String value) {
    if (value.stripLeading().startsWith("{")) {
      return new SchemaSource(setting, Optional.empty(), value.getBytes(StandardCharsets.UTF_8));
    }
    SchemaSource unread = new SchemaSource(setting, Optional.of(value), new byte[0]);
    Path path = Path.of(value);
    try (InputStream in =
        Files.exists(path)
            ? Files.newInputStream(path)
            : Thread.currentThread().getContextClassLoader().getResourceAsStream(value)) {
      if (in == null) {
        throw unread.refuse(
            "",
            "no file and no resource on the class path has this name; a schema in the setting"
                + " itself must start with {");
      }
      return new SchemaSource(setting, Optional.of(value), in.readAllBytes());
    } catch (IOException e) {
      throw unread.refuse("", "it cannot be read: " + e);
    }
  }

  /**
   * Parses the schema. Its numbers are those of {@link ItemTree#number}.
   *
   * @throws IllegalArgumentException with the line and column of a syntax error
   */
  JsonNode parse() {
    JsonMapper mapper =
        JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .nodeFactory(new ExactNumbers())
            .build();
    try {
      JsonNode document = mapper.readTree(json);
      if (document.isMissingNode()) {
        throw refuse("", "it is empty");
      }
      return document;
    } catch (JsonProcessingException e) {
      JsonLocation place = e.getLocation();
      throw refuse(
          "line " + place.getLineNr() + ", column " + place.getColumnNr(),
          "it is not valid JSON: " + JsonProblems.complaint(e));
    } catch (IOException e) {
      throw refuse("", "it cannot be read: " + e);
    }
  }

  /**
   * The exception for an error in the schema.
   *
   * @param place a line and column or a JSON pointer; empty for the whole schema
   */
  IllegalArgumentException refuse(String place, String complaint) {
    String where = file.map(name -> place.isEmpty() ? name : name + ", " + place).orElse(place);
    return new IllegalArgumentException(
        setting + ": " + (where.isEmpty() ? "" : where + ": ") + complaint);
  }

  /** Gives all numbers the same node class, since the validator compares node classes in places. */
  private static final class ExactNumbers extends JsonNodeFactory {
    private static final long serialVersionUID = 1L;

    @Override
    public NumericNode numberNode(int value) {
      return ItemTree.number(BigDecimal.valueOf(value));
    }

    @Override
    public NumericNode numberNode(long value) {
      return ItemTree.number(BigDecimal.valueOf(value));
    }

    @Override
    public ValueNode numberNode(BigInteger value) {
      return ItemTree.number(new BigDecimal(value));
    }

    @Override
    public ValueNode numberNode(BigDecimal value) {
      return ItemTree.number(value);
    }
  }
}
