package dev.larder.dynamo.lowlevel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.endpoints.DynamoDbEndpointProvider;

class EndpointsTest {
  private static final String REGION = "eu-central-1";

  private static URI ofSdk(Region region) {
    return DynamoDbEndpointProvider.defaultProvider()
        .resolveEndpoint(params -> params.region(region))
        .join()
        .url();
  }

  @Test
  void everyRegionHasTheEndpointOfTheSdk() {
    List<Region> regions =
        DynamoDbClient.serviceMetadata().regions().stream()
            .filter(region -> !region.id().equals("local") && !region.id().contains("fips"))
            .toList();
    assertTrue(regions.size() > 30, regions::toString);
    for (Region region : regions) {
      assertEquals(ofSdk(region), Endpoints.ofRegion(region.id()));
    }
  }

  @Test
  void soDoRegionsThatAreNewerThanTheSdk() {
    for (String region :
        List.of(
            "eu-mars-1",
            "us-gov-moon-2",
            "cn-south-7",
            "us-iso-south-1",
            "us-isob-north-9",
            "us-isof-mid-1",
            "eu-isoe-east-3",
            "eusc-de-west-2",
            "xx-new-1")) {
      assertEquals(ofSdk(Region.of(region)), Endpoints.ofRegion(region));
    }
  }

  /** In the order of their precedence. */
  @Test
  void settingsComeBeforeTheRegion() {
    Map<String, String> set = new LinkedHashMap<>();
    assertEquals(
        URI.create("https://dynamodb.eu-central-1.amazonaws.com"),
        Endpoints.of(REGION, set::get, set::get));
    for (String name :
        List.of(
            "AWS_ENDPOINT_URL",
            "AWS_ENDPOINT_URL_DYNAMODB",
            "aws.endpointUrl",
            "aws.endpointUrlDynamoDb")) {
      String endpoint = "http://localhost:800" + set.size();
      set.put(name, endpoint);
      assertEquals(URI.create(endpoint), Endpoints.of(REGION, set::get, set::get));
    }
  }
}
