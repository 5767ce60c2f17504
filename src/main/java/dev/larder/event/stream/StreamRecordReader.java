package dev.larder.event.stream;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import dev.larder.api.Item;
import dev.larder.api.ItemChange;
import dev.larder.dynamo.item.ApiItems;
import dev.larder.dynamo.item.ItemFormat;
import dev.larder.dynamo.item.ItemReader;
import dev.larder.table.config.LarderConfig;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads item changes from records of DynamoDB streams. */
@Singleton
class StreamRecordReader {
  private static final Pattern STREAM =
      Pattern.compile("(?<table>arn:[^:]+:dynamodb:[^:]*:[^:]*:table/(?<name>[^/]+))/stream/.+");
  private static final String TTL = "dynamodb.amazonaws.com";

  /** Names of collections by the table's name or ARN, whichever is configured. */
  private final Map<String, String> collections = new TreeMap<>();

  StreamRecordReader(LarderConfig config) {
    new TreeMap<>(config.collections())
        .forEach(
            (name, collection) ->
                collection.table().ifPresent(table -> collections.putIfAbsent(table, name)));
  }

  /**
   * Reads the change that a record reports.
   *
   * @throws RuntimeException if the record is not a valid DynamoDB stream record
   */
  ItemChange of(JsonNode record) {
    Matcher stream = STREAM.matcher(record.path("eventSourceARN").asText());
    if (!stream.matches()) {
      throw new IllegalArgumentException("its eventSourceARN is not the ARN of a table's stream");
    }
    String table = stream.group("name");
    String tableArn = stream.group("table");
    JsonNode change = record.path("dynamodb");
    return new ItemChange(
        record.path("eventID").asText(),
        change.path("SequenceNumber").asText(),
        kind(record.path("eventName").asText()),
        table,
        tableArn,
        Optional.ofNullable(collections.getOrDefault(tableArn, collections.get(table))),
        Instant.ofEpochMilli(
            Math.round(change.path("ApproximateCreationDateTime").asDouble() * 1000)),
        image(change, "Keys")
            .orElseThrow(() -> new IllegalArgumentException("it has no dynamodb.Keys")),
        image(change, "OldImage"),
        image(change, "NewImage"),
        TTL.equals(record.path("userIdentity").path("principalId").asText()));
  }

  private static ItemChange.Kind kind(String eventName) {
    return switch (eventName) {
      case "INSERT" -> ItemChange.Kind.CREATED;
      case "MODIFY" -> ItemChange.Kind.CHANGED;
      case "REMOVE" -> ItemChange.Kind.DELETED;
      default ->
          throw new IllegalArgumentException("its eventName is not INSERT, MODIFY or REMOVE");
    };
  }

  private static Optional<Item> image(JsonNode change, String name) {
    if (!change.hasNonNull(name)) {
      return Optional.empty();
    }
    try (JsonParser parser = change.path(name).traverse()) {
      parser.nextToken();
      return Optional.of(ApiItems.of(ItemReader.read(parser, ItemFormat.TYPED, ItemReader.DEPTH)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
