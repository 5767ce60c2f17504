package dev.larder.lambda.gateway;

import io.netty.handler.codec.http.HttpResponseStatus;

/** Formats a status with its reason phrase, as in {@code 200 OK}. */
public final class StatusLine {
  private StatusLine() {}

  public static String of(int status) {
    return status
        + " "
        + switch (status) {
          // Netty has the reason phrases from before RFC 9110.
          case 413 -> "Content Too Large";
          case 414 -> "URI Too Long";
          case 422 -> "Unprocessable Content";
          default -> HttpResponseStatus.valueOf(status).reasonPhrase();
        };
  }
}
