package dev.larder.table;

import dev.larder.dynamo.DynamoDb;
import dev.larder.dynamo.DynamoDbErrors;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import dev.larder.table.schema.KeyAttribute;
import dev.larder.table.schema.KeyTemplate;
import dev.larder.table.schema.TableIndex;
import dev.larder.table.schema.TableSchema;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbResponse;
import software.amazon.awssdk.services.dynamodb.model.IndexStatus;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.Projection;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.StreamSpecification;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveDescription;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveStatus;

/** Describes tables. */
@Singleton
class TableRepository {
  private final DynamoDb dynamoDb;

  TableRepository(DynamoDb dynamoDb) {
    this.dynamoDb = dynamoDb;
  }

  /**
   * Loads a table's schema with DescribeTable.
   *
   * @throws TableDescriptionException if DynamoDB refuses to describe the table, as when it does
   *     not exist
   * @throws ProblemException as {@link DynamoDb#read}
   */
  TableSchema schema(String table) {
    return schema(description(table));
  }

  /**
   * Loads all that the configuration depends on, with DescribeTable and DescribeTimeToLive.
   *
   * @throws ProblemException as {@link #schema(String)}
   */
  TableState state(String table) {
    TableDescription description = description(table);
    TimeToLiveDescription timeToLive =
        ask(table, client -> client.describeTimeToLive(request -> request.tableName(table)))
            .timeToLiveDescription();
    boolean expires =
        timeToLive.timeToLiveStatus() == TimeToLiveStatus.ENABLED
            || timeToLive.timeToLiveStatus() == TimeToLiveStatus.ENABLING;
    StreamSpecification stream = description.streamSpecification();
    return new TableState(
        description.tableStatusAsString(),
        schema(description),
        expires ? Optional.of(timeToLive.attributeName()) : Optional.empty(),
        stream != null && Boolean.TRUE.equals(stream.streamEnabled()));
  }

  private TableDescription description(String table) {
    return ask(table, client -> client.describeTable(request -> request.tableName(table))).table();
  }

  private <T extends DynamoDbResponse> T ask(String table, Function<DynamoDbClient, T> call) {
    try {
      return dynamoDb.read(call);
    } catch (ProblemException e) {
      if (e.type() == ProblemType.INTERNAL && e.getCause() instanceof AwsServiceException refusal) {
        throw refused(table, refusal);
      }
      throw e;
    }
  }

  private static TableDescriptionException refused(String table, AwsServiceException refusal) {
    if (refusal instanceof ResourceNotFoundException) {
      return new TableDescriptionException(
          table, "but this account and region have no such table", false, refusal);
    }
    AwsErrorDetails details = refusal.awsErrorDetails();
    String said = details.errorCode() + ": " + details.errorMessage();
    return DynamoDbErrors.isDenial(refusal)
        ? new TableDescriptionException(
            table,
            "but the function is not allowed to describe it; its role needs"
                + " dynamodb:DescribeTable and dynamodb:DescribeTimeToLive for it ("
                + said
                + ")",
            true,
            refusal)
        : new TableDescriptionException(
            table, "but DynamoDB did not describe it (" + said + ")", false, refusal);
  }

  static TableSchema schema(TableDescription description) {
    Map<String, KeyAttribute> defined = new LinkedHashMap<>();
    description
        .attributeDefinitions()
        .forEach(
            attribute ->
                defined.put(
                    attribute.attributeName(),
                    new KeyAttribute(
                        attribute.attributeName(),
                        dev.larder.table.schema.KeyType.valueOf(
                            attribute.attributeTypeAsString()))));
    Map<String, KeyAttribute> attributes = Map.copyOf(defined);
    List<KeySchemaElement> key = description.keySchema();
    KeyAttribute partition = defined.remove(keyName(key, KeyType.HASH).orElseThrow());
    Optional<KeyAttribute> sort = keyName(key, KeyType.RANGE).map(defined::remove);
    List<KeyAttribute> indexed = new ArrayList<>(defined.values());
    List<TableIndex> indexes = new ArrayList<>(localIndexes(description, attributes));
    indexes.addAll(globalIndexes(description, attributes, TableRepository::isUsable));
    return new TableSchema(
        partition,
        sort,
        indexed,
        indexes,
        globalIndexes(description, attributes, status -> status == IndexStatus.CREATING));
  }

  /** An index whose capacity is being changed can be read; one that is being created cannot. */
  private static boolean isUsable(IndexStatus status) {
    return status != IndexStatus.CREATING && status != IndexStatus.DELETING;
  }

  private static List<TableIndex> localIndexes(
      TableDescription table, Map<String, KeyAttribute> attributes) {
    return table.localSecondaryIndexes().stream()
        .map(
            index ->
                index(
                    index.indexName(),
                    false,
                    index.keySchema(),
                    index.projection(),
                    attributes,
                    key(table)))
        .toList();
  }

  private static List<TableIndex> globalIndexes(
      TableDescription table,
      Map<String, KeyAttribute> attributes,
      Predicate<IndexStatus> inStatus) {
    return table.globalSecondaryIndexes().stream()
        .filter(index -> inStatus.test(index.indexStatus()))
        .map(
            index ->
                index(
                    index.indexName(),
                    true,
                    index.keySchema(),
                    index.projection(),
                    attributes,
                    key(table)))
        .toList();
  }

  private static Set<String> key(TableDescription table) {
    return table.keySchema().stream()
        .map(KeySchemaElement::attributeName)
        .collect(Collectors.toSet());
  }

  private static TableIndex index(
      String name,
      boolean global,
      List<KeySchemaElement> indexKey,
      Projection projection,
      Map<String, KeyAttribute> attributes,
      Set<String> tableKey) {
    Optional<Set<String>> projected = Optional.empty();
    if (projection.projectionType() != ProjectionType.ALL) {
      Set<String> names = new HashSet<>(tableKey);
      indexKey.forEach(element -> names.add(element.attributeName()));
      names.addAll(projection.nonKeyAttributes());
      projected = Optional.of(names);
    }
    return new TableIndex(
        name,
        global,
        templates(indexKey, KeyType.HASH, attributes),
        templates(indexKey, KeyType.RANGE, attributes),
        projected);
  }

  /** A global index can have several partition or sort key attributes. */
  private static List<KeyTemplate> templates(
      List<KeySchemaElement> key, KeyType type, Map<String, KeyAttribute> attributes) {
    return key.stream()
        .filter(element -> element.keyType() == type)
        .map(element -> KeyTemplate.of(attributes.get(element.attributeName())))
        .toList();
  }

  private static Optional<String> keyName(List<KeySchemaElement> key, KeyType type) {
    return key.stream()
        .filter(element -> element.keyType() == type)
        .map(KeySchemaElement::attributeName)
        .findFirst();
  }
}
