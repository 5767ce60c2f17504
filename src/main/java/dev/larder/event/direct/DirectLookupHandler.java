package dev.larder.event.direct;

import com.amazonaws.services.lambda.runtime.Context;
import dev.larder.event.ApiClient;
import dev.larder.event.ApiRequest;
import dev.larder.event.ApiResponse;
import dev.larder.event.DirectRequest;
import dev.larder.event.Event;
import dev.larder.event.InvocationHandler;
import dev.larder.event.Payload;
import dev.larder.event.UnsupportedEventException;
import dev.larder.http.Identity;
import dev.larder.problem.ProblemType;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;

/**
 * Looks an item up by its key in the collection {@code items}: the event {@code {"id": "a"}}
 * returns the item, or {@code null} if it does not exist. This is the contract of a plain Lambda
 * handler without HTTP.
 */
@Singleton
class DirectLookupHandler implements InvocationHandler {
  /** The most attributes of a key: partition key and sort key. */
  private static final int MOST_ATTRIBUTES = 2;

  /**
   * The problems of a look-up by an object that is not a key of the collection, or without such a
   * collection.
   */
  private static final List<ProblemType> NOT_A_KEY =
      List.of(ProblemType.INVALID_KEY, ProblemType.INVALID_ITEM, ProblemType.UNKNOWN_COLLECTION);

  private final ApiClient requests;

  DirectLookupHandler(ApiClient requests) {
    this.requests = requests;
  }

  @Override
  public String eventType() {
    return "direct";
  }

  @Override
  public boolean accepts(Event event) {
    return !DirectRequest.matches(event)
        && !event.names().isEmpty()
        && event.names().size() <= MOST_ATTRIBUTES
        && event.names().stream().allMatch(name -> event.member(name).isValueNode());
  }

  @Override
  public byte[] handle(Event event, Context context) {
    ApiResponse response =
        requests.send(
            new ApiRequest(
                "POST",
                "/",
                Map.of("Content-Type", "application/json"),
                event.json(),
                Identity.INVOKER),
            context);
    if (response.isSuccess()) {
      return Payload.of(response);
    }
    if (Payload.isProblem(response, ProblemType.ITEM_NOT_FOUND)) {
      return Payload.NULL;
    }
    if (NOT_A_KEY.stream().anyMatch(type -> Payload.isProblem(response, type))) {
      throw new UnsupportedEventException(event.describe());
    }
    throw response.toException();
  }
}
