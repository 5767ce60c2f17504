package dev.larder.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import dev.larder.event.Event;
import dev.larder.event.InvocationHandler;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** Events that ask for a failure: {@code {"fail": {"with": "exception", "length": 10}}}. */
@Singleton
class FailingKind implements InvocationHandler {

  @Override
  public String eventType() {
    return "failing";
  }

  @Override
  public boolean accepts(Event event) {
    return event.isContainer("fail");
  }

  @Override
  public byte[] handle(Event event, Context context) {
    String message = "m".repeat(event.member("fail").path("length").asInt());
    Logger.getLogger(FailingKind.class).warn("About to fail");
    switch (event.member("fail").path("with").asText()) {
      case "exception" -> throw new IllegalStateException(message);
      case "error" -> throw new AssertionError(message);
      default -> throw new NullPointerException();
    }
  }
}
