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
import dev.larder.problem.ProblemType;
import jakarta.inject.Singleton;

/**
 * Handles direct invocations with a request: {@code {"method": "PUT", "path": "/items/a", "body":
 * {...}}}. The payload is the response body. A response that is not a success fails the invocation,
 * so that Lambda retries an asynchronous one; the Lambda request id identifies repeats. Reading an
 * item that does not exist returns {@code null}.
 */
@Singleton
public class DirectRequestHandler implements InvocationHandler {
  private final ApiClient requests;

  public DirectRequestHandler(ApiClient requests) {
    this.requests = requests;
  }

  @Override
  public String eventType() {
    return "direct";
  }

  @Override
  public boolean accepts(Event event) {
    return DirectRequest.matches(event);
  }

  @Override
  public byte[] handle(Event event, Context context) {
    return handleAgain(event, context.getAwsRequestId(), context);
  }

  @Override
  public boolean isWrite(Event event) {
    return DirectRequest.isWrite(event);
  }

  @Override
  public byte[] handleAgain(Event event, String requestId, Context context) {
    ApiRequest request = request(event, requestId);
    ApiResponse response = requests.send(request, context);
    if (response.isSuccess()) {
      return Payload.of(response);
    }
    if (!DirectRequest.isWrite(request.method(), request.path())
        && Payload.isProblem(response, ProblemType.ITEM_NOT_FOUND)) {
      return Payload.NULL;
    }
    throw response.toException();
  }

  private static ApiRequest request(Event event, String repeatKey) {
    try {
      return DirectRequest.of(event, repeatKey);
    } catch (IllegalArgumentException e) {
      throw new UnsupportedEventException("It is a request, but " + e.getMessage() + ".");
    }
  }
}
