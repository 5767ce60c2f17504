package dev.larder.http;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The unparsed body of the current request, for code that needs it before a resource does. */
@Singleton
public class RequestBody {
  private static final byte[] EMPTY = {};

  private final APIGatewayV2HTTPEvent event;

  /**
   * @param event the event of the current request
   */
  RequestBody(APIGatewayV2HTTPEvent event) {
    this.event = event;
  }

  /** The octets of the body; empty if there is none. */
  public byte[] bytes() {
    String body = event.getBody();
    if (body == null) {
      return EMPTY;
    }
    return event.getIsBase64Encoded()
        ? Base64.getDecoder().decode(body)
        : body.getBytes(StandardCharsets.UTF_8);
  }
}
