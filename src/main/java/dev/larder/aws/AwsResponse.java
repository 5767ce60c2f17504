package dev.larder.aws;

/**
 * The response of an AWS service.
 *
 * @param body empty if the response has none
 */
public record AwsResponse(int status, byte[] body) {

  public boolean isSuccess() {
    return status < 300;
  }

  /** Whether the service failed or throttled the call, so that the call may succeed later. */
  public boolean isTransient() {
    return status >= 500 || status == 429;
  }
}
