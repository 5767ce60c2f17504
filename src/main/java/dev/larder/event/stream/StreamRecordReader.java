package dev.larder.event.stream;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import dev.larder.api.ItemChange;
import dev.larder.dynamo.item.ApiItems;
import dev.larder.dynamo.item.Item;
import dev.larder.dynamo.item.ItemFormat;
import dev.larder.dynamo.item.ItemReader;
import dev.larder.table.TableCollections;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads item changes from records of DynamoDB streams. */
@Singleton
class StreamRecordReader {
  private static final Pattern STREAM =
      Pattern.compile("(?<table>arn:[^:]+:dynamodb:[^:]*:[^:]*:table/(?<name>[^/]+))/stream/.+");
  private static final String TTL = "dynamodb.amazonaws.com";

  private final TableCollections collections;

  StreamRecordReader(TableCollections collections) {
    this.collections = collections;
  }

  /** The items of a record as the collection shows them to which they belong. */
  private record Images(
      Optional<String> collection, Item key, Optional<Item> before, Optional<Item> after) {
    Images in(TableCollections.OnTable place) {
      Optional<Item> shownBefore = before.flatMap(place.table()::shown);
      Optional<Item> shownAfter = after.flatMap(place.table()::shown);
      Item shownKey =
          place
              .schema()
              .flatMap(schema -> shownAfter.or(() -> shownBefore).map(item -> schema.keyOf(item)))
              .orElse(key);
      return new Images(Optional.of(place.collection()), shownKey, shownBefore, shownAfter);
    }

    boolean isEmpty() {
      return before.isEmpty() && after.isEmpty();
    }
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
    Images stored =
        new Images(
            Optional.empty(),
            image(change, "Keys")
                .orElseThrow(() -> new IllegalArgumentException("it has no dynamodb.Keys")),
            image(change, "OldImage"),
            image(change, "NewImage"));
    Images shown = shown(stored, tableArn);
    return new ItemChange(
        record.path("eventID").asText(),
        change.path("SequenceNumber").asText(),
        kind(record.path("eventName").asText()),
        table,
        tableArn,
        shown.collection(),
        Instant.ofEpochMilli(
            Math.round(change.path("ApproximateCreationDateTime").asDouble() * 1000)),
        ApiItems.of(shown.key()),
        shown.before().map(ApiItems::of),
        shown.after().map(ApiItems::of),
        TTL.equals(record.path("userIdentity").path("principalId").asText()));
  }

  /** An item of no collection stays as it is stored. */
  private Images shown(Images stored, String tableArn) {
    List<TableCollections.OnTable> places = collections.on(tableArn);
    // Keys alone do not tell the type of an item, so only a collection without one can have them.
    return places.stream()
        .filter(place -> !stored.isEmpty() || place.schema().isEmpty())
        .map(stored::in)
        .filter(shown -> stored.isEmpty() || !shown.isEmpty())
        .findFirst()
        .orElse(stored);
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
      return Optional.of(ItemReader.read(parser, ItemFormat.TYPED, ItemReader.DEPTH));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
