package dev.larder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.larder.dev.DevTables;
import dev.larder.sample.HookedFunction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * A model of one table for a function that also has the collections of {@link TestDynamoDb}. Notes
 * and files have the same keys, and differ by their type alone.
 */
public final class PeopleModel {
  private static final String FILE = "src/test/resources/models/people.json";
  private static final String VARIABLE = "LARDER_MODEL";

  private PeopleModel() {}

  /** Environment variables by which a function has it; one with hooks has it built in. */
  public static Map<String, String> environment() {
    return HookedFunction.CHOSEN ? Map.of() : Map.of(VARIABLE, json().toString());
  }

  private static JsonNode json() {
    try {
      return new ObjectMapper().readTree(Path.of(FILE).toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a {@code larder.yaml} that has it has in a member of a model, as lines. */
  public static String yaml(String member) {
    return json().path(member).properties().stream()
        .map(each -> "  " + each.getKey() + ": " + each.getValue())
        .collect(Collectors.joining("\n"));
  }

  /** Creates its table. */
  public static void createTable(DynamoDbClient client) {
    DevTables.create(client, Map.of(VARIABLE, FILE));
  }
}
