package dev.larder.build.draft;

import dev.larder.dynamo.item.Item;
import dev.larder.table.model.IndexModel;
import dev.larder.table.model.TableModel;
import dev.larder.table.schema.KeyAttribute;
import dev.larder.table.schema.KeyType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.Projection;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveDescription;

/** A table of DynamoDB, which is only read. */
final class DynamoDbTable {
  /** Items of all parts of the table, and not only of those that a Scan happens to begin with. */
  private static final int SEGMENTS = 8;

  private static final int FIRST_PAGE = 1;
  private static final int LARGEST_PAGE = 250;

  private final DynamoDbClient client;
  private final String name;

  DynamoDbTable(DynamoDbClient client, String name) {
    this.client = client;
    this.name = name;
  }

  /**
   * Reads the table's description, and some of its items.
   *
   * @param units the read units after which no further read begins
   */
  TableSample sample(double units) {
    List<String> notes = new ArrayList<>();
    TableDescription table = client.describeTable(describe -> describe.tableName(name)).table();
    Map<String, KeyAttribute> attributes =
        table.attributeDefinitions().stream()
            .collect(
                Collectors.toMap(AttributeDefinition::attributeName, DynamoDbTable::attribute));
    List<KeyAttribute> key = new ArrayList<>(part(table.keySchema(), "HASH", attributes));
    key.addAll(part(table.keySchema(), "RANGE", attributes));
    List<IndexModel> indexes = new ArrayList<>();
    table
        .globalSecondaryIndexes()
        .forEach(
            index ->
                indexes.add(
                    index(
                        index.indexName(),
                        false,
                        index.keySchema(),
                        index.projection(),
                        attributes)));
    table
        .localSecondaryIndexes()
        .forEach(
            index ->
                indexes.add(
                    index(
                        index.indexName(),
                        true,
                        index.keySchema(),
                        index.projection(),
                        attributes)));
    Optional<String> ttl = ttl(notes);
    List<Item> items = items(units, notes);
    return new TableSample(
        new TableModel(
            TableNames.id(name),
            Optional.of(name),
            key,
            indexes,
            ttl,
            table.streamSpecification() != null && table.streamSpecification().streamEnabled()),
        items,
        notes);
  }

  private static KeyAttribute attribute(AttributeDefinition definition) {
    return new KeyAttribute(
        definition.attributeName(), KeyType.valueOf(definition.attributeTypeAsString()));
  }

  private static List<KeyAttribute> part(
      List<KeySchemaElement> schema, String type, Map<String, KeyAttribute> attributes) {
    return schema.stream()
        .filter(element -> element.keyTypeAsString().equals(type))
        .map(element -> attributes.get(element.attributeName()))
        .toList();
  }

  private static IndexModel index(
      String name,
      boolean local,
      List<KeySchemaElement> schema,
      Projection projection,
      Map<String, KeyAttribute> attributes) {
    return new IndexModel(
        name,
        local,
        part(schema, "HASH", attributes),
        part(schema, "RANGE", attributes),
        projection.projectionType() == ProjectionType.ALL
            ? Optional.empty()
            : Optional.of(List.copyOf(projection.nonKeyAttributes())));
  }

  private Optional<String> ttl(List<String> notes) {
    try {
      TimeToLiveDescription ttl =
          client.describeTimeToLive(describe -> describe.tableName(name)).timeToLiveDescription();
      return Optional.ofNullable(ttl.attributeName());
    } catch (SdkException e) {
      notes.add("DescribeTimeToLive failed, so write ttl yourself if items of the table expire");
      return Optional.empty();
    }
  }

  /** Pages of one part of the table after the other's, each no larger than the units allow. */
  private List<Item> items(double units, List<String> notes) {
    List<Item> items = new ArrayList<>();
    List<Segment> segments = new ArrayList<>();
    for (int i = 0; i < SEGMENTS; i++) {
      segments.add(new Segment(i, Map.of()));
    }
    double consumed = 0;
    double largest = 0;
    while (!segments.isEmpty() && consumed < units) {
      Segment segment = segments.remove(0);
      int limit =
          largest == 0
              ? FIRST_PAGE
              : (int) Math.min(LARGEST_PAGE, Math.max(1, (units - consumed) / largest));
      ScanResponse page =
          client.scan(
              scan ->
                  scan.tableName(name)
                      .totalSegments(SEGMENTS)
                      .segment(segment.number())
                      .limit(limit)
                      .exclusiveStartKey(segment.start().isEmpty() ? null : segment.start())
                      .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL));
      page.items().forEach(item -> items.add(Item.of(item)));
      double cost = page.consumedCapacity().capacityUnits();
      consumed += cost;
      largest = Math.max(largest, cost / Math.max(1, page.count()));
      if (page.hasLastEvaluatedKey() && !page.lastEvaluatedKey().isEmpty()) {
        segments.add(new Segment(segment.number(), page.lastEvaluatedKey()));
      }
    }
    notes.add(
        "%s, which took %.1f read units"
            .formatted(
                segments.isEmpty()
                    ? "All items of the table were read"
                    : "A sample of its items was read",
                consumed));
    return items;
  }

  private record Segment(int number, Map<String, AttributeValue> start) {}
}
