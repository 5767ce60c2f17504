package dev.larder.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.larder.dynamo.item.Item;
import dev.larder.dynamo.item.ItemFormat;
import dev.larder.runtime.ResponseSize;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class PageTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** Of a whole response: "Lambda quotas" of the Lambda developer guide. */
  private static final int LAMBDA_BYTES = 6_291_556;

  @Test
  void anEmptyPageHasNoItemsAndNoNext() {
    Page page = new JsonPage(ItemFormat.PLAIN, 10, ResponseSize.MAX_BYTES);
    assertEquals("{\"items\":[]}", text(end(page, null)));
  }

  @Test
  void itemsAreInOrderAndThePageSaysWhereTheNextOneStarts() {
    Page page = new JsonPage(ItemFormat.PLAIN, 10, ResponseSize.MAX_BYTES);
    assertTrue(page.add(item("é")));
    assertTrue(page.add(item("\"")));
    assertEquals(
        "{\"items\":[{\"a\":\"é\"},{\"a\":\"\\\"\"}],\"next\":\"AQx-_\"}",
        text(end(page, "AQx-_")));
  }

  @Test
  void inTheTypedFormEachValueNamesItsType() {
    Page page = new JsonPage(ItemFormat.TYPED, 10, ResponseSize.MAX_BYTES);
    page.add(item("x"));
    assertEquals("{\"items\":[{\"a\":{\"S\":\"x\"}}]}", text(end(page, null)));
  }

  @Test
  void itHasRoomForItsLimitLessWhatItHolds() {
    Page page = new JsonPage(ItemFormat.PLAIN, 2, ResponseSize.MAX_BYTES);
    assertEquals(2, page.remaining());
    page.add(item("x"));
    assertEquals(1, page.remaining());
    page.add(item("y"));
    assertEquals(0, page.remaining());
  }

  /** {@code {"a":"..."},} takes 13 bytes around the text, with four quotes to escape. */
  @Test
  void itIsFilledToTheLastByteAndNoFurther() {
    int half = ResponseSize.MAX_BYTES / 2;
    for (int over : new int[] {0, 1}) {
      Page page = new JsonPage(ItemFormat.PLAIN, 10, ResponseSize.MAX_BYTES);
      assertTrue(page.add(item("x".repeat(half - 13))));
      assertEquals(over == 0, page.add(item("y".repeat(half - 13 + over))));
      assertEquals(over == 0 ? 8 : 9, page.remaining());
    }
  }

  @Test
  void whatCarriesLessHasSmallerPages() {
    for (Page page : List.of(new JsonPage(ItemFormat.PLAIN, 100, 500), new NdjsonPage(100, 500))) {
      int items = 0;
      while (page.add(item("x".repeat(80)))) {
        items++;
      }
      assertEquals(5, items);
    }
  }

  @Test
  void anItemThatDoesNotFitLeavesThePageAsItWas() {
    Page page = new JsonPage(ItemFormat.PLAIN, 10, ResponseSize.MAX_BYTES);
    page.add(item("x"));
    assertFalse(page.add(item("y".repeat(ResponseSize.MAX_BYTES))));
    assertEquals(9, page.remaining());
    assertTrue(page.add(item("z")));
    assertEquals("{\"items\":[{\"a\":\"x\"},{\"a\":\"z\"}]}", text(end(page, null)));
  }

  @Test
  void anItemThatIsTooLargeAloneIsTakenAloneAllTheSame() throws IOException {
    Page page = new JsonPage(ItemFormat.PLAIN, 10, ResponseSize.MAX_BYTES);
    assertTrue(page.add(item("x".repeat(ResponseSize.MAX_BYTES))));
    assertFalse(page.add(item("y")));
    assertEquals(9, page.remaining());
    assertEquals(1, MAPPER.readTree(end(page, null)).get("items").size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "\"", "\\", "\u0001", "\u007F", "\u2028", "é", "😀"})
  void whateverIsEscapedTheResponseStaysBelowTheLimitOfLambda(String character)
      throws JsonProcessingException {
    assertFillsAResponse(ItemFormat.PLAIN, item(character.repeat(4000)));
  }

  @Test
  void whatTheTypedFormAddsIsCounted() throws JsonProcessingException {
    AttributeValue list = AttributeValue.fromL(Collections.nCopies(100, AttributeValue.fromS("")));
    assertFillsAResponse(ItemFormat.TYPED, Item.of(Map.of("a", list)));
  }

  private static void assertFillsAResponse(ItemFormat form, Item item)
      throws JsonProcessingException {
    Page page = new JsonPage(form, 10_000, ResponseSize.MAX_BYTES);
    while (page.add(item)) {
      assertTrue(page.remaining() > 0, "the page has no end");
    }
    String next = "n".repeat(30_000);
    int bytes = envelope(end(page, next), next);
    assertTrue(bytes < LAMBDA_BYTES, () -> bytes + " bytes");
    assertTrue(bytes > LAMBDA_BYTES * 0.94, () -> "only " + bytes + " bytes");
  }

  /** What takes DynamoDB one byte, an empty string in a list, takes most in JSON. */
  @ParameterizedTest
  @EnumSource
  void theLargestItemOfDynamoDbFitsAlone(ItemFormat form) throws JsonProcessingException {
    AttributeValue list =
        AttributeValue.fromL(Collections.nCopies(400 * 1024, AttributeValue.fromS("")));
    Page page = new JsonPage(form, 10, ResponseSize.MAX_BYTES);
    assertTrue(page.add(Item.of(Map.of("a", list))));
    int bytes = envelope(end(page, "n".repeat(30_000)), "n".repeat(30_000));
    assertTrue(bytes < LAMBDA_BYTES, () -> bytes + " bytes");
  }

  @Test
  void manySmallItemsAreCountedWithTheirCommas() throws JsonProcessingException {
    Item item = Item.of(Map.of("a", AttributeValue.fromN("1")));
    Page page = new JsonPage(ItemFormat.PLAIN, Integer.MAX_VALUE, ResponseSize.MAX_BYTES);
    int items = 0;
    while (page.add(item)) {
      items++;
    }
    assertEquals(ResponseSize.MAX_BYTES / "{\\\"a\\\":1},".length(), items);
    int bytes = envelope(end(page, null), "");
    assertTrue(bytes < LAMBDA_BYTES, () -> bytes + " bytes");
  }

  private static byte[] end(Page page, String next) {
    return page.finish(
        new Page.Members(
            Optional.empty(),
            Optional.ofNullable(next),
            Optional.empty(),
            Optional.empty(),
            List.of()));
  }

  private static Item item(String text) {
    return Item.of(Map.of("a", AttributeValue.fromS(text)));
  }

  private static String text(byte[] json) {
    return new String(json, StandardCharsets.UTF_8);
  }

  /** What Lambda is answered: the page as a JSON string in JSON, header fields beside it. */
  private static int envelope(byte[] body, String next) throws JsonProcessingException {
    APIGatewayV2HTTPResponse response = new APIGatewayV2HTTPResponse();
    response.setStatusCode(200);
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", ItemFormat.DYNAMODB_JSON);
    headers.put("Link", "</readings?cursor=" + next + "&limit=1000&consistent=true>; rel=\"next\"");
    response.setHeaders(headers);
    response.setBody(text(body));
    return MAPPER.writeValueAsBytes(response).length;
  }
}
