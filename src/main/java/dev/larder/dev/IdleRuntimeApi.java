package dev.larder.dev;

import io.quarkus.arc.profile.IfBuildProfile;
import io.vertx.ext.web.Router;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/**
 * A Runtime API that never has an event, for the poll loop of quarkus-amazon-lambda in dev mode: no
 * setting turns the loop off, and it stops the application if nothing listens.
 */
@IfBuildProfile("dev")
@Singleton
class IdleRuntimeApi {
  /** Of the profile of dev mode alone, since continuous testing runs in the same process. */
  private static final String ADDRESS = "%dev.quarkus-internal.aws-lambda.test-api";

  private ServerSocket socket;

  void open(@Observes Router beforeTheLoop) throws IOException {
    socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    System.setProperty(ADDRESS, "localhost:" + socket.getLocalPort());
  }

  @PreDestroy
  void close() throws IOException {
    socket.close();
  }
}
