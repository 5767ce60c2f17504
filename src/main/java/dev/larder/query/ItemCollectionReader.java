package dev.larder.query;

import dev.larder.dynamo.Deadline;
import dev.larder.dynamo.DynamoDb;
import dev.larder.dynamo.PlainTable;
import dev.larder.dynamo.RequestCost;
import dev.larder.dynamo.TableRead;
import dev.larder.dynamo.expression.Condition;
import dev.larder.dynamo.expression.Projection;
import dev.larder.dynamo.item.Item;
import dev.larder.dynamo.item.ItemFormat;
import dev.larder.dynamo.item.ItemWriter;
import dev.larder.item.ItemCollections;
import dev.larder.item.ItemHooks;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import dev.larder.runtime.ResponseLimits;
import dev.larder.runtime.ResponseSize;
import dev.larder.table.Collection;
import dev.larder.table.CollectionAccess;
import dev.larder.table.TableCollections;
import dev.larder.table.config.LarderConfig;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads item collections, which have items of several collections, with Query. */
@Singleton
class ItemCollectionReader implements ItemCollections {
  private static final int MAX_READ = 1000;

  /** Bytes of a response that are kept for the item itself while it has not been read. */
  private static final int RESERVED_FOR_ITEM = 1 << 20;

  private final CollectionAccess access;
  private final TableCollections tables;
  private final DynamoDb dynamoDb;
  private final QueryService queries;
  private final ItemHooks hooks;
  private final LarderConfig config;
  private final ResponseLimits responseLimits;
  private final RequestCost cost;
  private final Deadline deadline;
  private final Clock clock;

  ItemCollectionReader(
      CollectionAccess access,
      TableCollections tables,
      DynamoDb dynamoDb,
      QueryService queries,
      ItemHooks hooks,
      LarderConfig config,
      ResponseLimits responseLimits,
      RequestCost cost,
      Deadline deadline,
      Clock clock) {
    this.access = access;
    this.tables = tables;
    this.dynamoDb = dynamoDb;
    this.queries = queries;
    this.hooks = hooks;
    this.config = config;
    this.responseLimits = responseLimits;
    this.cost = cost;
    this.deadline = deadline;
    this.clock = clock;
  }

  @Override
  public Response read(
      Collection collection,
      Item key,
      String names,
      boolean consistent,
      Projection fields,
      ItemFormat form) {
    collection.requireOwn(key);
    List<Collection> others = new ArrayList<>();
    for (String name : named(collection, names)) {
      others.add(access.forRead(name));
    }
    Reading reading = new Reading(collection, key, others, consistent, form);
    reading.read();
    return Response.ok(reading.json(fields))
        .header(HttpHeaders.CONTENT_TYPE, form.mediaType())
        .build();
  }

  private Set<String> named(Collection collection, String names) {
    List<String> possible = tables.besides(collection.name());
    Set<String> named = new LinkedHashSet<>(List.of(names.split(",", -1)));
    for (String name : named) {
      if (!possible.contains(name)) {
        throw new ProblemException(
                ProblemType.INVALID_PARAMETER,
                "The query parameter include names \""
                    + name
                    + "\", which has no items beside those of "
                    + collection.name()
                    + ". "
                    + (possible.isEmpty()
                        ? "No collection has; remove include."
                        : "Those that have are " + String.join(", ", possible) + "."))
            .with("parameter", "include");
      }
    }
    return named;
  }

  /** One read of an item collection. */
  private final class Reading {
    private final Collection collection;
    private final Item key;
    private final Item storedKey;
    private final boolean consistent;
    private final ItemFormat form;
    private final Map<Collection, List<byte[]>> included = new LinkedHashMap<>();

    /** The stored key of the last item that is included of each. */
    private final Map<Collection, Item> lastIncluded = new HashMap<>();

    private final PageBudget budget;
    private final Instant now = clock.instant();
    private Optional<Item> item = Optional.empty();
    private Optional<Item> last = Optional.empty();
    private Optional<Page.Stop> stop = Optional.empty();
    private long bytes;

    Reading(
        Collection collection,
        Item key,
        List<Collection> others,
        boolean consistent,
        ItemFormat form) {
      this.collection = collection;
      this.key = key;
      this.storedKey = collection.table().storedKey(key);
      this.consistent = consistent;
      this.form = form;
      others.forEach(other -> included.put(other, new ArrayList<>()));
      this.budget =
          new PageBudget(collection.readUnits(), config.limits().pageTime(), cost, deadline);
    }

    void read() {
      String partition = collection.schema().storedKey().get(0);
      Condition condition = Condition.equal(partition, storedKey.attributes().get(partition));
      do {
        TableRead.Result result =
            dynamoDb.run(
                new TableRead(
                    new PlainTable(collection.table().name()),
                    Optional.empty(),
                    condition,
                    Condition.ALWAYS,
                    Projection.ALL,
                    false,
                    consistent,
                    MAX_READ,
                    last));
        for (Item stored : result.items()) {
          add(stored);
          if (stop.isPresent()) {
            return;
          }
          last = Optional.of(stored.select(collection.schema().storedKey()));
        }
        last = result.last();
        stop = last.isPresent() ? budget.exhausted() : Optional.empty();
      } while (last.isPresent() && stop.isEmpty());
    }

    private void add(Item stored) {
      if (stored.select(collection.schema().storedKey()).equals(storedKey)) {
        item = collection.table().shown(stored);
        item.ifPresent(there -> bytes += bytes(ItemWriter.toBytes(there, form)));
        return;
      }
      for (Map.Entry<Collection, List<byte[]>> other : included.entrySet()) {
        Optional<Item> shown =
            other
                .getKey()
                .table()
                .shown(stored)
                .filter(there -> other.getKey().isVisible(there, now));
        if (shown.isPresent()) {
          byte[] json =
              ItemWriter.toBytes(
                  other.getKey().inFormat(hooks.answered(other.getKey(), shown.get()), form), form);
          bytes += bytes(json);
          if (bytes > responseLimits.bodyBytes() - (item.isEmpty() ? RESERVED_FOR_ITEM : 0)) {
            stop = Optional.of(Page.Stop.SIZE);
          } else {
            other.getValue().add(json);
            lastIncluded.put(other.getKey(), stored.select(other.getKey().schema().storedKey()));
          }
          return;
        }
      }
    }

    private static int bytes(byte[] json) {
      return ResponseSize.jsonStringBytes(json) + 1;
    }

    byte[] json(Projection fields) {
      Item present = hooks.answered(collection, present());
      byte[] own =
          ItemWriter.toBytes(
              collection.inFormat(fields.of(present).without("_included"), form), form);
      ByteArrayOutputStream json = new ByteArrayOutputStream((int) bytes + own.length + 100);
      json.write(own, 0, own.length - 1);
      text(json, own.length > 2 ? ",\"_included\":{" : "\"_included\":{");
      String separator = "";
      for (Map.Entry<Collection, List<byte[]>> other : included.entrySet()) {
        text(json, separator + '"' + other.getKey().name() + "\":{\"items\":[");
        for (int i = 0; i < other.getValue().size(); i++) {
          text(json, i == 0 ? "" : ",");
          json.writeBytes(other.getValue().get(i));
        }
        text(json, "]");
        next(other.getKey()).ifPresent(cursor -> text(json, ",\"next\":\"" + cursor + '"'));
        text(json, "}");
        separator = ",";
      }
      text(json, "}}");
      return json.toByteArray();
    }

    private static void text(ByteArrayOutputStream json, String ascii) {
      json.writeBytes(ascii.getBytes(StandardCharsets.US_ASCII));
    }

    /** The item itself, which may come after those for which the budget was enough. */
    private Item present() {
      if (item.isEmpty() && stop.isPresent()) {
        item = dynamoDb.get(collection.table(), key, consistent, Projection.ALL);
      }
      Item there =
          item.filter(found -> collection.isUnexpired(found, now))
              .orElseThrow(collection::itemNotFound);
      if (!collection.permits(there)) {
        throw collection.foreignItem(there);
      }
      return there;
    }

    /** What a list with items of others has no cursor for. */
    private ProblemException tooMany(Collection other) {
      return new ProblemException(
              ProblemType.LIMIT_EXCEEDED,
              "The items beside this one are more than one response can read, others' items"
                  + " included, and no key serves a list of yours among them. Read the item without"
                  + " include="
                  + other.name()
                  + ", and query "
                  + other.listPath()
                  + ".")
          .with("limit", (long) collection.readUnits())
          .with("setting", "larder.limits.read-units");
    }

    /** The cursor of the rest of a list, if the read ended before that. */
    private Optional<String> next(Collection other) {
      if (stop.isEmpty()) {
        return Optional.empty();
      }
      List<String> partition =
          other.schema().partitionKey().variables().stream()
              .map(variable -> variable.attribute().name())
              .toList();
      try {
        return queries.cursorAfter(
            other.within(key.select(partition)),
            last,
            Optional.ofNullable(lastIncluded.get(other)),
            storedKey);
      } catch (ProblemException e) {
        throw e.type() == ProblemType.UNSERVED_QUERY ? tooMany(other) : e;
      }
    }
  }
}
