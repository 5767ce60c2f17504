package dev.larder.dynamo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.endpoints.Endpoint;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.endpoints.DynamoDbEndpointParams;
import software.amazon.awssdk.services.dynamodb.endpoints.DynamoDbEndpointProvider;

class RememberedEndpointsTest {
  private static final DynamoDbEndpointProvider SDK = DynamoDbEndpointProvider.defaultProvider();
  private static final String ARN = "arn:aws:dynamodb:eu-central-1:111122223333:table/items";

  private final AtomicInteger asked = new AtomicInteger();
  private final RememberedEndpoints endpoints =
      new RememberedEndpoints(
          params -> {
            asked.incrementAndGet();
            return SDK.resolveEndpoint(params);
          });

  private static DynamoDbEndpointParams params(Consumer<DynamoDbEndpointParams.Builder> change) {
    DynamoDbEndpointParams.Builder params =
        DynamoDbEndpointParams.builder()
            .region(Region.EU_CENTRAL_1)
            .accountIdEndpointMode("preferred")
            .resourceArn("items");
    change.accept(params);
    return params.build();
  }

  static Stream<DynamoDbEndpointParams> calls() {
    return Stream.of(
        params(call -> {}),
        params(call -> call.region(Region.US_EAST_1)),
        params(call -> call.region(Region.CN_NORTH_1)),
        params(call -> call.region(Region.US_GOV_WEST_1).useFips(true)),
        params(call -> call.useFips(true)),
        params(call -> call.useDualStack(true)),
        params(call -> call.useFips(true).useDualStack(true)),
        params(call -> call.endpoint("http://localhost:8000")),
        params(call -> call.endpoint("https://dynamodb.example.com")),
        params(call -> call.accountId("444455556666")),
        params(call -> call.accountId("444455556666").accountIdEndpointMode("disabled")),
        params(call -> call.resourceArn(ARN)),
        params(call -> call.resourceArn(null).resourceArnList(List.of("items", "films"))),
        params(call -> call.resourceArn(null).resourceArnList(List.of(ARN))));
  }

  @Test
  void eachCallGoesWhereTheSdkWouldSendIt() {
    List<Endpoint> expected = calls().map(call -> SDK.resolveEndpoint(call).join()).toList();
    for (int round = 0; round < 2; round++) {
      assertEquals(expected, calls().map(call -> endpoints.resolveEndpoint(call).join()).toList());
    }
  }

  @ParameterizedTest
  @MethodSource("calls")
  void theSdkIsAskedOnce(DynamoDbEndpointParams call) {
    endpoints.resolveEndpoint(call).join();
    endpoints.resolveEndpoint(call.toBuilder().build()).join();
    assertEquals(1, asked.get());
  }

  @Test
  void whatTheSdkRefusesIsRefusedEachTime() {
    DynamoDbEndpointParams call =
        params(params -> params.useFips(true).endpoint("http://localhost:8000"));
    for (int round = 0; round < 2; round++) {
      CompletionException refused =
          assertThrows(CompletionException.class, () -> endpoints.resolveEndpoint(call).join());
      assertEquals(SdkClientException.class, refused.getCause().getClass());
    }
    assertEquals(2, asked.get());
  }

  @Test
  void itRemembersOnlySoMuch() {
    for (int round = 0; round < 2; round++) {
      for (int table = 0; table <= RememberedEndpoints.MOST; table++) {
        String name = "t" + table;
        endpoints.resolveEndpoint(params(call -> call.resourceArn(name))).join();
      }
    }
    assertEquals(RememberedEndpoints.MOST + 2, asked.get());
  }
}
