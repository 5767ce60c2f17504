package dev.larder.event;

import com.amazonaws.services.lambda.runtime.Context;

/** Sends requests to the HTTP API on behalf of events that are not HTTP, such as SQS messages. */
public interface ApiClient {

  /**
   * Sends a request through the same filters, access checks and resources as a request from
   * outside.
   *
   * @return the response, also if its status is an error
   */
  ApiResponse send(ApiRequest request, Context context);
}
