package dev.larder.net;

import dev.larder.net.Connection.Origin;
import java.io.IOException;

/** Sends requests that are written already. */
public interface PostClient {
  /**
   * Sends a POST request and reads the response.
   *
   * @param head the request line and the header fields, each with its CRLF, the length of the body
   *     among them
   * @throws IOException if the request fails or takes too long; whether the server carried it out
   *     is unknown
   * @throws java.net.ConnectException if it was not sent, as {@link java.net.UnknownHostException}
   *     likewise
   */
  Connection.Response post(Origin origin, CharSequence head, byte[] body) throws IOException;
}
