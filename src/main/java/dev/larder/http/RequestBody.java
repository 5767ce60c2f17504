package dev.larder.http;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The body of the request at hand as it came, for what looks at it before a resource does. */
@Singleton
public class RequestBody {
  private static final byte[] NOTHING = {};

  private final APIGatewayV2HTTPEvent event;

  /**
   * @param event of the request at hand
   */
  RequestBody(APIGatewayV2HTTPEvent event) {
    this.event = event;
  }

  /** Empty where there is none. */
  public byte[] bytes() {
    String body = event.getBody();
    if (body == null) {
      return NOTHING;
    }
    return event.getIsBase64Encoded()
        ? Base64.getDecoder().decode(body)
        : body.getBytes(StandardCharsets.UTF_8);
  }
}
