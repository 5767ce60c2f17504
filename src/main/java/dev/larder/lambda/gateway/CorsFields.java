package dev.larder.lambda.gateway;

import dev.larder.http.AllowedMethods;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Corrects the CORS header fields of responses. The filter of Quarkus allows any method that a
 * preflight request asks for, and echoes the origin without saying that the response depends on it.
 */
@Singleton
final class CorsFields {
  private static final String ORIGIN = "Origin";
  private static final String METHODS = "Access-Control-Allow-Methods";

  private final AllowedMethods allowed;

  CorsFields(AllowedMethods allowed) {
    this.allowed = allowed;
  }

  /**
   * @param fields of the response; they can be changed
   */
  void correct(GatewayRequest request, Map<String, String> fields) {
    String origin = fields.get("Access-Control-Allow-Origin");
    if (origin == null) {
      return;
    }
    if (!origin.equals("*")) {
      fields.merge(
          "Vary",
          ORIGIN,
          (vary, added) ->
              vary.toLowerCase(Locale.ROOT).contains("origin") ? vary : vary + ", " + added);
    }
    if (fields.containsKey(METHODS)) {
      List<String> methods = allowed.methodsOf(request.getRawPath());
      if (!methods.isEmpty()) {
        fields.put(METHODS, String.join(", ", methods));
      }
    }
  }
}
