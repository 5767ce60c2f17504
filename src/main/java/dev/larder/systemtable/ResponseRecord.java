package dev.larder.systemtable;

import dev.larder.dynamo.Gzip;
import dev.larder.http.StoredResponse;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The attributes that store a response in a record of the system table. */
public final class ResponseRecord {
  /** Bytes of a compressed body that fit into one item together with the rest of the record. */
  static final int MAX_BODY = 380 * 1024;

  private static final String STATUS = "status";
  private static final String HEADERS = "headers";
  private static final String BODY = "body";

  private ResponseRecord() {}

  /** Whether a record contains a response. */
  public static boolean hasResponse(Map<String, AttributeValue> record) {
    return record.containsKey(STATUS);
  }

  /** Reads the response that {@link #store} stored in a record. */
  public static StoredResponse response(Map<String, AttributeValue> record) {
    Map<String, String> headers = new HashMap<>();
    record.get(HEADERS).m().forEach((name, value) -> headers.put(name, value.s()));
    byte[] body =
        record.containsKey(BODY) ? Gzip.decompress(record.get(BODY).b().asByteArrayUnsafe()) : null;
    return new StoredResponse(Integer.parseInt(record.get(STATUS).n()), headers, body);
  }

  /**
   * Adds a response to a record, without its body if that is too large.
   *
   * @return false if the body was left out
   */
  public static boolean store(StoredResponse response, Map<String, AttributeValue> record) {
    record.put(STATUS, AttributeValue.fromN(String.valueOf(response.status())));
    Map<String, AttributeValue> headers = new HashMap<>();
    response.headers().forEach((name, value) -> headers.put(name, AttributeValue.fromS(value)));
    boolean fits = true;
    if (response.body() != null) {
      byte[] zipped = Gzip.compress(response.body());
      fits = zipped.length <= MAX_BODY;
      if (fits) {
        record.put(BODY, AttributeValue.fromB(SdkBytes.fromByteArrayUnsafe(zipped)));
      } else {
        headers.keySet().removeIf(HttpHeaders.CONTENT_TYPE::equalsIgnoreCase);
      }
    }
    record.put(HEADERS, AttributeValue.fromM(headers));
    return fits;
  }
}
