package dev.larder.aws;

/**
 * A service's response.
 *
 * @param body empty where there is none
 */
public record AwsResponse(int status, byte[] body) {

  public boolean isSuccess() {
    return status < 300;
  }

  /** Whether the service is at fault or throttles, so that the call may succeed later. */
  public boolean isTransient() {
    return status >= 500 || status == 429;
  }
}
