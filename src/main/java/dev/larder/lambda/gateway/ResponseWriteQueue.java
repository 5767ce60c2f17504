package dev.larder.lambda.gateway;

import io.quarkus.vertx.http.runtime.filters.Filters;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Lets the server write a response of any size at once. If its write queue is full, Vert.x reads
 * the request in one thread while another sets it to null, and the response of a worker thread can
 * be lost (Http1xServerConnection.handleInterestedOpsChanged). The reader of the queue is in the
 * same process and reads everything.
 */
@Singleton
class ResponseWriteQueue {
  private static final int PRIORITY = Integer.MAX_VALUE - 1;

  void register(@Observes Filters filters) {
    filters.register(
        context -> {
          context.response().setWriteQueueMaxSize(Integer.MAX_VALUE);
          context.next();
        },
        PRIORITY);
  }
}
