package dev.larder.lambda.log;

import io.quarkus.bootstrap.logging.InitialConfigurator;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.logging.Handler;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Sets JSON logging in the deployed function; dev mode and tests log plain text. */
@Singleton
class LogSetup {

  private final boolean metrics;

  LogSetup(@ConfigProperty(name = "larder.metrics") boolean metrics) {
    this.metrics = metrics;
  }

  void useJson(@Observes @Priority(1) StartupEvent event, LaunchMode mode) {
    if (mode == LaunchMode.NORMAL) {
      for (Handler handler : InitialConfigurator.DELAYED_HANDLER.getHandlers()) {
        handler.setFormatter(new JsonLogFormatter(System.getenv(), metrics));
      }
    }
  }
}
