package dev.larder.lambda.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** The stage of an HTTP API, which the paths of its events begin with. */
final class Stage {
  private Stage() {}

  /**
   * What such a path begins with: nothing for the stage {@code $default}, nor under another domain
   * than the API's own.
   *
   * @param context the event's {@code requestContext}
   */
  static Optional<String> ofPath(JsonNode context) {
    String stage = context.path("stage").asText();
    boolean named = context.path("stage").isTextual() && !stage.equals("$default");
    return named && isDefaultEndpoint(context) ? Optional.of('/' + stage) : Optional.empty();
  }

  private static boolean isDefaultEndpoint(JsonNode context) {
    return context.path("apiId").isTextual()
        && context.path("domainName").asText().startsWith(context.path("apiId").asText() + '.');
  }
}
