package dev.larder.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.larder.dynamo.item.ItemFormat;
import dev.larder.dynamo.item.ItemReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The films of the tests, over and over, with a number in each title. */
final class Films {
  static final String KEY = "year:N,title:S";

  private static final ObjectMapper JSON = new ObjectMapper();

  private Films() {}

  /** Returns films as lines of JSON. */
  static List<String> lines(int count) {
    try (InputStream file = Films.class.getResourceAsStream("/films.json")) {
      JsonNode films = JSON.readTree(file);
      List<String> lines = new ArrayList<>(count);
      for (int n = 0; n < count; n++) {
        ObjectNode film = films.get(n % films.size()).deepCopy();
        lines.add(film.put("title", film.path("title").asText() + " " + n).toString());
      }
      return lines;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the items that lines of JSON are. */
  static List<Map<String, AttributeValue>> items(List<String> lines) {
    List<Map<String, AttributeValue>> items = new ArrayList<>(lines.size());
    try {
      for (String line : lines) {
        byte[] json = line.getBytes(StandardCharsets.UTF_8);
        items.add(ItemReader.read(new ByteArrayInputStream(json), ItemFormat.PLAIN).attributes());
      }
      return items;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
