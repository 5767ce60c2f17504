package dev.larder.event;

import com.amazonaws.services.lambda.runtime.Context;

/** The HTTP API, for requests that come by other ways. */
public interface ApiClient {

  /**
   * Sends a request through all that one from outside goes through.
   *
   * @return its answer, whatever its status
   */
  ApiResponse send(ApiRequest request, Context context);
}
