package dev.larder.build.draft;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.larder.dynamo.item.Item;
import dev.larder.dynamo.item.ItemFormat;
import dev.larder.dynamo.item.ItemReader;
import dev.larder.problem.ProblemException;
import dev.larder.table.model.IndexModel;
import dev.larder.table.model.TableModel;
import dev.larder.table.schema.KeyAttribute;
import dev.larder.table.schema.KeyType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A model as NoSQL Workbench for DynamoDB exports it, with its sample data. */
final class WorkbenchFile {
  private WorkbenchFile() {}

  /**
   * Reads the tables of a model.
   *
   * @throws IllegalArgumentException if the text is no such model
   */
  static List<TableSample> read(String json) {
    JsonNode model;
    try {
      model = new ObjectMapper().readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("it is not valid JSON", e);
    }
    if (!model.path("DataModel").isArray() || model.get("DataModel").isEmpty()) {
      throw new IllegalArgumentException("it has no DataModel with tables, as NoSQL Workbench's");
    }
    List<TableSample> tables = new ArrayList<>();
    model.get("DataModel").forEach(table -> tables.add(table(table)));
    return tables;
  }

  private static TableSample table(JsonNode table) {
    List<IndexModel> indexes = new ArrayList<>();
    for (JsonNode index : table.path("GlobalSecondaryIndexes")) {
      indexes.add(index(index, false));
    }
    for (JsonNode index : table.path("LocalSecondaryIndexes")) {
      indexes.add(index(index, true));
    }
    List<KeyAttribute> key = new ArrayList<>(part(table, "PartitionKey"));
    key.addAll(part(table, "SortKey"));
    List<Item> items = new ArrayList<>();
    for (JsonNode item : table.path("TableData")) {
      items.add(item(item, items.size() + 1));
    }
    return new TableSample(
        new TableModel(
            TableNames.id(text(table, "TableName")),
            Optional.empty(),
            key,
            indexes,
            Optional.empty(),
            false),
        items,
        List.of());
  }

  private static IndexModel index(JsonNode index, boolean local) {
    JsonNode projection = index.path("Projection");
    List<String> attributes = new ArrayList<>();
    projection.path("NonKeyAttributes").forEach(each -> attributes.add(each.asText()));
    return new IndexModel(
        text(index, "IndexName"),
        local,
        part(index, "PartitionKey"),
        part(index, "SortKey"),
        projection.path("ProjectionType").asText("ALL").equals("ALL")
            ? Optional.empty()
            : Optional.of(attributes));
  }

  /** One attribute, or several in an array. */
  private static List<KeyAttribute> part(JsonNode owner, String name) {
    JsonNode part = owner.path("KeyAttributes").path(name);
    List<KeyAttribute> attributes = new ArrayList<>();
    if (part.isObject()) {
      attributes.add(attribute(part));
    } else {
      part.forEach(each -> attributes.add(attribute(each)));
    }
    return attributes;
  }

  private static KeyAttribute attribute(JsonNode attribute) {
    return new KeyAttribute(
        text(attribute, "AttributeName"), KeyType.valueOf(text(attribute, "AttributeType")));
  }

  private static String text(JsonNode owner, String name) {
    if (!owner.path(name).isTextual()) {
      throw new IllegalArgumentException("a part of its DataModel has no " + name);
    }
    return owner.get(name).asText();
  }

  private static Item item(JsonNode item, int number) {
    try {
      return ItemReader.read(
          new ByteArrayInputStream(item.toString().getBytes(StandardCharsets.UTF_8)),
          ItemFormat.TYPED);
    } catch (IOException | ProblemException e) {
      throw new IllegalArgumentException(
          "item " + number + " of its TableData is no item: " + e.getMessage(), e);
    }
  }
}
