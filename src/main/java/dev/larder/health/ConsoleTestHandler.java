package dev.larder.health;

import com.amazonaws.services.lambda.runtime.Context;
import dev.larder.event.ApiClient;
import dev.larder.event.ApiRequest;
import dev.larder.event.ApiResponse;
import dev.larder.event.Event;
import dev.larder.event.InvocationHandler;
import dev.larder.http.Identity;
import dev.larder.text.JsonObject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;

/**
 * Answers the event {@code hello-world} that the Lambda console offers for a first test: with the
 * health of the function, and with what to send next.
 */
@Singleton
class ConsoleTestHandler implements InvocationHandler {
  private static final Map<String, String> HELLO_WORLD =
      Map.of("key1", "value1", "key2", "value2", "key3", "value3");

  private static final List<String> NEXT =
      List.of(
          "To write an item, send {\"method\": \"PUT\", \"path\": \"/items/a\", \"body\":"
              + " {\"colour\": \"red\"}}, with the name of a collection for items and the key of"
              + " an item for a.",
          "To read it, send {\"method\": \"GET\", \"path\": \"/items/a\"}, or its key in the"
              + " collection items: {\"id\": \"a\"}.",
          "For a description of the API in OpenAPI, send {\"method\": \"GET\", \"path\":"
              + " \"/openapi\"}.",
          "The same requests work over HTTP through an API Gateway HTTP API or REST API, a Lambda"
              + " function URL or an Application Load Balancer.");

  private final ApiClient requests;

  ConsoleTestHandler(ApiClient requests) {
    this.requests = requests;
  }

  @Override
  public String eventType() {
    return "console-test";
  }

  @Override
  public boolean accepts(Event event) {
    return event.names().equals(HELLO_WORLD.keySet())
        && HELLO_WORLD.entrySet().stream()
            .allMatch(each -> each.getValue().equals(event.member(each.getKey()).textValue()));
  }

  @Override
  public byte[] handle(Event event, Context context) {
    ApiResponse health =
        requests.send(new ApiRequest("GET", "/_health", Map.of(), null, Identity.INVOKER), context);
    return JsonObject.of(
        json -> {
          json.writeFieldName("health");
          json.writeRawValue(health.text());
          json.writeArrayFieldStart("next");
          for (String sentence : NEXT) {
            json.writeString(sentence);
          }
          json.writeEndArray();
        });
  }
}
