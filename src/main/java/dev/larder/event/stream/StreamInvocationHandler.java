package dev.larder.event.stream;

import com.amazonaws.services.lambda.runtime.Context;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import dev.larder.api.ItemChange;
import dev.larder.api.ItemChangeHandler;
import dev.larder.dynamo.Deadline;
import dev.larder.event.Event;
import dev.larder.event.InvocationHandler;
import dev.larder.event.ItemChangeConsumer;
import dev.larder.event.RecordBatch;
import dev.larder.event.UnsupportedEventException;
import io.quarkus.arc.All;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Passes the changes of a DynamoDB stream to every {@link ItemChangeHandler} and {@link
 * ItemChangeConsumer}. The response names the first record that cannot be read or that a handler
 * did not handle; Lambda delivers the batch again from there, until it gives the rest of the batch
 * up.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html">Configuring
 *     partial batch response with DynamoDB and Lambda</a>
 */
@Singleton
class StreamInvocationHandler implements InvocationHandler {
  private static final Logger LOG = Logger.getLogger(StreamInvocationHandler.class);
  private static final JsonPointer SEQUENCE_NUMBER =
      JsonPointer.compile("/dynamodb/SequenceNumber");

  private final StreamRecordReader reader;
  private final List<ItemChangeConsumer> consumers;
  private final List<ItemChangeHandler> handlers;
  private final Deadline deadline;

  StreamInvocationHandler(
      StreamRecordReader reader,
      @All List<ItemChangeConsumer> consumers,
      @All List<ItemChangeHandler> handlers,
      Deadline deadline) {
    this.reader = reader;
    this.consumers = consumers.stream().filter(ItemChangeConsumer::isActive).toList();
    this.handlers = handlers;
    this.deadline = deadline;
  }

  @Override
  public String eventType() {
    return "dynamodb-stream";
  }

  @Override
  public boolean accepts(Event event) {
    return RecordBatch.isOf(event, "aws:dynamodb", SEQUENCE_NUMBER);
  }

  @Override
  @ActivateRequestContext
  public byte[] handle(Event event, Context context) {
    if (consumers.isEmpty() && handlers.isEmpty()) {
      throw new UnsupportedEventException(
          "It is an event of a DynamoDB stream, but nothing handles changes of items: there is no"
              + " bean of type ItemChangeHandler, and larder.publication.event-bus is not set.");
    }
    List<JsonNode> records = RecordBatch.records(event);
    List<ItemChange> changes = changes(records);
    // Every handler gets all changes, also those after a record that cannot be read, and also after
    // another handler failed: Lambda may give up the batch.
    int handled = changes.size();
    for (ItemChangeConsumer consumer : consumers) {
      handled = Math.min(handled, handled(consumer, changes));
    }
    for (ItemChangeHandler handler : handlers) {
      handled = Math.min(handled, handled(handler, changes));
    }
    Set<String> done =
        changes.stream().limit(handled).map(ItemChange::sequenceNumber).collect(Collectors.toSet());
    return RecordBatch.response(
        records.stream()
            .map(StreamInvocationHandler::sequenceNumber)
            .filter(record -> !done.contains(record))
            .limit(1)
            .toList());
  }

  private static String sequenceNumber(JsonNode record) {
    return record.at(SEQUENCE_NUMBER).asText();
  }

  /** The changes of the records that can be read. */
  private List<ItemChange> changes(List<JsonNode> records) {
    List<ItemChange> changes = new ArrayList<>();
    for (JsonNode record : records) {
      try {
        changes.add(reader.of(record));
      } catch (RuntimeException e) {
        LOG.errorf(e, "The record with sequence number %s cannot be read", sequenceNumber(record));
      }
    }
    return List.copyOf(changes);
  }

  private static int handled(ItemChangeConsumer consumer, List<ItemChange> changes) {
    try {
      return consumer.handle(changes);
    } catch (RuntimeException | Error e) {
      LOG.errorf(
          e,
          "%s failed and handled none of %d changes",
          consumer.getClass().getName(),
          changes.size());
      return 0;
    }
  }

  private int handled(ItemChangeHandler handler, List<ItemChange> changes) {
    for (int handled = 0; handled < changes.size(); handled++) {
      ItemChange change = changes.get(handled);
      if (deadline.isOver()) {
        return handled;
      }
      try {
        handler.handle(change);
      } catch (Exception | Error e) {
        LOG.errorf(e, "The handler failed for change %s of table %s", change.id(), change.table());
        return handled;
      }
    }
    return changes.size();
  }
}
