package dev.larder.dev;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.arc.profile.IfBuildProfile;
import jakarta.annotation.Priority;
import jakarta.decorator.Decorator;
import jakarta.decorator.Delegate;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Passes the requests that quarkus-amazon-lambda-http polls in tests to the function, as on Lambda;
 * the extension alone would pass them to its own handler. Requests from the function itself and for
 * Quarkus's own pages go to that handler.
 */
@IfBuildProfile("test")
@Decorator
@Priority(1)
class PolledRequestForwarder
    implements RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String QUARKUS_PAGES = "/q/";

  private final RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> extension;
  private final Instance<RequestStreamHandler> function;

  @Inject
  PolledRequestForwarder(
      @Delegate @Any RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> extension,
      Instance<RequestStreamHandler> function) {
    this.extension = extension;
    this.function = function;
  }

  @Override
  public APIGatewayV2HTTPResponse handleRequest(APIGatewayV2HTTPEvent event, Context context) {
    boolean polled = event.getClass() == APIGatewayV2HTTPEvent.class;
    if (!polled || isForQuarkus(event)) {
      return extension.handleRequest(event, context);
    }
    if (event.getRequestContext() == null) {
      throw new IllegalArgumentException(
          "The event server of the extension accepts only HTTP requests. Post other events to "
              + InvokeEndpoint.PATH);
    }
    ByteArrayOutputStream response = new ByteArrayOutputStream();
    try {
      function
          .get()
          .handleRequest(
              new ByteArrayInputStream(JSON.writeValueAsBytes(event)), response, context);
      return JSON.readValue(response.toByteArray(), APIGatewayV2HTTPResponse.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isForQuarkus(APIGatewayV2HTTPEvent event) {
    return event.getRawPath() != null && event.getRawPath().startsWith(QUARKUS_PAGES);
  }
}
