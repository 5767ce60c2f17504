package dev.larder.event.own;

import com.amazonaws.services.lambda.runtime.Context;
import com.fasterxml.jackson.databind.JsonNode;
import dev.larder.api.EventHandler;
import dev.larder.dynamo.Deadline;
import dev.larder.event.Event;
import dev.larder.event.HandlerFailedException;
import dev.larder.event.InvocationHandler;
import dev.larder.event.Payload;
import dev.larder.event.RecordBatch;
import dev.larder.event.own.EventKind.Batch;
import io.quarkus.arc.All;
import io.quarkus.arc.InstanceHandle;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Passes an event, or each of its records, to the {@link EventHandler} of its class that accepts
 * it. Its priority puts it before Larder's own handling of queues and streams.
 */
@Singleton
@Priority(1)
public class OwnEventInvocationHandler implements InvocationHandler {
  private static final Logger LOG = Logger.getLogger(OwnEventInvocationHandler.class);

  private final List<Candidate> candidates;
  private final EventClasses classes;
  private final Deadline deadline;

  private record Candidate(TypedHandler<?> handler, EventKind kind) {}

  /**
   * @throws IllegalArgumentException if a handler would never get an event
   */
  public OwnEventInvocationHandler(
      @All List<InstanceHandle<EventHandler<?>>> handlers, Deadline deadline) {
    this.candidates =
        TypedHandler.of(handlers).stream()
            .filter(handler -> !handler.isForJson())
            .map(handler -> new Candidate(handler, EventKind.of(handler.type())))
            .toList();
    this.classes = candidates.isEmpty() ? null : new EventClasses();
    this.deadline = deadline;
  }

  @Override
  public String eventType() {
    return "own";
  }

  @Override
  public boolean accepts(Event event) {
    return !candidates.isEmpty()
        && candidates(event).stream()
            .anyMatch(
                candidate ->
                    candidate.kind().isRecord()
                        ? RecordBatch.records(event).stream()
                            .anyMatch(record -> accepts(candidate, record))
                        : accepts(candidate, event.tree()));
  }

  @Override
  @ActivateRequestContext
  public byte[] handle(Event event, Context context) {
    List<Candidate> of = candidates(event);
    List<Candidate> whole = of.stream().filter(candidate -> !candidate.kind().isRecord()).toList();
    JsonNode tree = whole.isEmpty() ? null : event.tree();
    List<Candidate> accepting =
        new ArrayList<>(whole.stream().filter(candidate -> accepts(candidate, tree)).toList());
    if (accepting.isEmpty()) {
      return handleRecords(RecordBatch.records(event), of);
    }
    of.stream().filter(candidate -> candidate.kind().isRecord()).forEach(accepting::add);
    try {
      Object response = handle(TypedHandler.only(handlers(accepting)), tree);
      return response == null ? Payload.NULL : classes.write(response);
    } catch (Exception | Error e) {
      LOG.error("A handler failed", e);
      throw new HandlerFailedException(e);
    }
  }

  private byte[] handleRecords(List<JsonNode> records, List<Candidate> of) {
    List<Candidate> handlers =
        of.stream().filter(candidate -> candidate.kind().isRecord()).toList();
    Batch batch = handlers.get(0).kind().batch();
    List<String> failed = new ArrayList<>();
    Set<String> failedGroups = new HashSet<>();
    HandlerFailedException first = null;
    for (JsonNode record : records) {
      String id = batch.idOf(record);
      String group = batch.isOrdered() ? "" : group(record, id);
      HandlerFailedException failure =
          failedGroups.contains(group) ? first : handleRecord(record, id, handlers);
      if (failure != null) {
        first = first == null ? failure : first;
        failed.add(id);
        if (batch != Batch.NONE) {
          failedGroups.add(group);
        }
      }
    }
    if (batch != Batch.NONE) {
      return RecordBatch.response(batch.isOrdered() ? failed.stream().limit(1).toList() : failed);
    }
    if (first != null) {
      throw first;
    }
    return Payload.NULL;
  }

  /** Returns why the record was not handled; null if it was. */
  private HandlerFailedException handleRecord(
      JsonNode record, String id, List<Candidate> handlers) {
    if (deadline.isOver()) {
      return new HandlerFailedException("The invocation ran out of time before all records");
    }
    try {
      List<Candidate> accepting =
          handlers.stream().filter(candidate -> accepts(candidate, record)).toList();
      handle(TypedHandler.only(handlers(accepting)), record);
      return null;
    } catch (Exception | Error e) {
      LOG.errorf(e, "A handler failed for record %s", id);
      return new HandlerFailedException(e);
    }
  }

  /** Messages of one group of a FIFO queue keep their order; any other record is alone. */
  private static String group(JsonNode record, String id) {
    return record.path("eventSourceARN").asText().endsWith(".fifo")
        ? record.path("attributes").path("MessageGroupId").asText()
        : id;
  }

  private List<Candidate> candidates(Event event) {
    return candidates.stream().filter(candidate -> candidate.kind().test().test(event)).toList();
  }

  private boolean accepts(Candidate candidate, JsonNode event) {
    return candidate.handler().accepts(classes.read(event, candidate.handler().type()));
  }

  private Object handle(TypedHandler<?> handler, JsonNode event) throws Exception {
    return handler.handle(classes.read(event, handler.type()));
  }

  private static List<TypedHandler<?>> handlers(List<Candidate> candidates) {
    return candidates.stream().<TypedHandler<?>>map(Candidate::handler).toList();
  }
}
