package dev.larder.systemtable;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.TestDynamoDb;
import dev.larder.dynamo.Gzip;
import dev.larder.dynamo.LocalDynamoDb;
import dev.larder.dynamo.PlainTable;
import dev.larder.dynamo.Write;
import dev.larder.dynamo.expression.Projection;
import dev.larder.dynamo.item.Item;
import dev.larder.http.StoredResponse;
import java.time.Clock;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class ResponseRecordTest {
  private static final Map<String, String> HEADERS =
      Map.of("content-type", "application/json", "ETag", "\"a\"");

  /** Random bytes, which take a few more when they are zipped. */
  private static byte[] zippedTo(int size) {
    byte[] random = new byte[size];
    new Random(1).nextBytes(random);
    int length = 2 * size - Gzip.compress(random).length;
    while (Gzip.compress(Arrays.copyOf(random, length)).length < size) {
      length++;
    }
    byte[] body = Arrays.copyOf(random, length);
    assertEquals(size, Gzip.compress(body).length);
    return body;
  }

  @Test
  void theLargestBodyThatIsKeptFitsIntoAnItem() {
    StoredResponse response = new StoredResponse(200, HEADERS, zippedTo(ResponseRecord.MAX_BODY));
    Clock clock = Clock.systemUTC();
    SystemRecords records = new SystemRecords("test", clock);
    String id = UUID.randomUUID().toString();
    Map<String, AttributeValue> record = records.create(id, clock.instant().plusSeconds(60));
    assertTrue(ResponseRecord.store(response, record));
    LocalDynamoDb.dynamoDb()
        .write(
            Write.put(
                TestDynamoDb.SYSTEM_TABLE,
                records.key(id),
                Item.of(record),
                records.vacantCondition()));

    Item stored =
        LocalDynamoDb.dynamoDb()
            .get(new PlainTable(TestDynamoDb.SYSTEM_TABLE), records.key(id), true, Projection.ALL)
            .orElseThrow();
    StoredResponse kept = ResponseRecord.response(stored.attributes());
    assertEquals(id, records.id(stored));
    assertEquals(200, kept.status());
    assertEquals(HEADERS, kept.headers());
    assertArrayEquals(response.body(), kept.body());
  }

  @Test
  void aBodyThatDoesNotFitIsLeftOut() {
    Map<String, AttributeValue> record = new HashMap<>();
    assertFalse(
        ResponseRecord.store(
            new StoredResponse(200, HEADERS, zippedTo(ResponseRecord.MAX_BODY + 1)), record));
    StoredResponse kept = ResponseRecord.response(record);
    assertEquals(Map.of("ETag", "\"a\""), kept.headers());
    assertEquals(200, kept.status());
    assertNull(kept.body());
  }
}
