package dev.larder.event.sqs;

import com.amazonaws.services.lambda.runtime.Context;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.larder.dynamo.Deadline;
import dev.larder.event.ApiClient;
import dev.larder.event.ApiRequest;
import dev.larder.event.ApiResponse;
import dev.larder.event.DirectRequest;
import dev.larder.event.Event;
import dev.larder.event.InvocationHandler;
import dev.larder.event.RecordBatch;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jboss.logging.Logger;

/**
 * Makes the writes that SQS messages contain; each message body is a {@link DirectRequest}. The
 * message id identifies a message that is delivered again, so that it is written once. The response
 * names the failed messages, so that SQS delivers only these again. It also names those that can
 * never succeed, so that the queue's redrive policy moves them to its dead-letter queue.
 *
 * <p>Messages of a FIFO queue are processed in the order of their group; after a failure the rest
 * of the group is not tried.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html">Handling
 *     errors for an SQS event source in Lambda</a>
 */
@Singleton
class SqsInvocationHandler implements InvocationHandler {
  /** The most messages that are processed at once; a bulk request has the same limit. */
  static final int MAX_AT_ONCE = 8;

  private static final Logger LOG = Logger.getLogger(SqsInvocationHandler.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonPointer ID = JsonPointer.compile("/messageId");

  private final ApiClient requests;

  SqsInvocationHandler(ApiClient requests) {
    this.requests = requests;
  }

  @Override
  public String eventType() {
    return "sqs";
  }

  @Override
  public boolean accepts(Event event) {
    return RecordBatch.isOf(event, "aws:sqs", ID);
  }

  @Override
  public byte[] handle(Event event, Context context) {
    Deadline deadline = new Deadline(context);
    List<SqsMessage> messages = RecordBatch.records(event).stream().map(SqsMessage::of).toList();
    Set<String> done = ConcurrentHashMap.newKeySet();
    Map<String, List<SqsMessage>> groups = new LinkedHashMap<>();
    for (SqsMessage message : messages) {
      groups.computeIfAbsent(message.group(), absent -> new ArrayList<>()).add(message);
    }
    run(
        groups.values().stream()
            .<Callable<Void>>map(
                group ->
                    () -> {
                      for (SqsMessage message : group) {
                        if (!process(message, deadline, context)) {
                          break;
                        }
                        done.add(message.id());
                      }
                      return null;
                    })
            .toList());
    return RecordBatch.response(
        messages.stream().map(SqsMessage::id).filter(id -> !done.contains(id)).toList());
  }

  /** Returns when all groups have ended. */
  private static void run(Collection<Callable<Void>> groups) {
    ExecutorService threads = Executors.newFixedThreadPool(Math.min(MAX_AT_ONCE, groups.size()));
    try {
      threads.invokeAll(groups);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      threads.shutdown();
    }
  }

  private boolean process(SqsMessage message, Deadline deadline, Context context) {
    if (deadline.isOver()) {
      LOG.infof(
          "Message %s of %s was not tried, because the invocation ran out of time",
          message.id(), message.queue());
      return false;
    }
    ApiRequest request;
    try {
      request = message.request();
    } catch (IllegalArgumentException e) {
      logPermanentFailure(message, e.getMessage());
      return false;
    }
    try {
      ApiResponse response = requests.send(request, context);
      if (response.isSuccess()) {
        return true;
      }
      if (response.isTransient()) {
        LOG.infof(
            "Message %s of %s failed temporarily: %s",
            message.id(), message.queue(), problem(response));
      } else {
        logPermanentFailure(message, problem(response));
      }
    } catch (RuntimeException | Error e) {
      LOG.errorf(e, "Message %s of %s failed", message.id(), message.queue());
    }
    return false;
  }

  private static void logPermanentFailure(SqsMessage message, String reason) {
    LOG.warnf("Message %s of %s cannot succeed: %s", message.id(), message.queue(), reason);
  }

  /** The type of the problem for the log; the detail could quote the message. */
  private static String problem(ApiResponse response) {
    if (response.status() == 207) {
      return "not all entries of its bulk request succeeded";
    }
    try {
      return JSON.readTree(response.text()).path("type").asText("status " + response.status());
    } catch (JsonProcessingException e) {
      return "status " + response.status();
    }
  }
}
