package dev.larder.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.regions.Region;

/** Endpoints, as the rules of the SDK's clients of these services have them. */
class AwsServiceTest {
  private static final String FIPS = "aws.useFipsEndpoint";
  private static final String DUAL_STACK = "aws.useDualstackEndpoint";
  private static final String OF_LAMBDA = "aws.endpointUrlLambda";
  private static final String OF_DYNAMODB = "aws.endpointUrlDynamoDb";
  private static final String OF_ALL = "aws.endpointUrl";

  /** That of an application that another test has started. */
  private final String ofDynamoDb = System.clearProperty(OF_DYNAMODB);

  @AfterEach
  void forget() {
    Set.of(FIPS, DUAL_STACK, OF_LAMBDA, OF_ALL).forEach(System::clearProperty);
    if (ofDynamoDb != null) {
      System.setProperty(OF_DYNAMODB, ofDynamoDb);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "LAMBDA, eu-central-1, false, false, lambda.eu-central-1.amazonaws.com",
    "LAMBDA, us-east-1, true, false, lambda-fips.us-east-1.amazonaws.com",
    "LAMBDA, eu-central-1, false, true, lambda.eu-central-1.api.aws",
    "LAMBDA, us-east-1, true, true, lambda-fips.us-east-1.api.aws",
    "LAMBDA, cn-north-1, false, false, lambda.cn-north-1.amazonaws.com.cn",
    "LAMBDA, cn-north-1, false, true, lambda.cn-north-1.api.amazonwebservices.com.cn",
    "LAMBDA, us-gov-west-1, true, false, lambda-fips.us-gov-west-1.amazonaws.com",
    "LAMBDA, eusc-de-east-1, false, false, lambda.eusc-de-east-1.amazonaws.eu",
    "LAMBDA, eu-nowhere-1, false, false, lambda.eu-nowhere-1.amazonaws.com",
    "EVENTBRIDGE, eu-central-1, false, false, events.eu-central-1.amazonaws.com",
    "EVENTBRIDGE, us-west-2, true, false, events-fips.us-west-2.amazonaws.com",
    "EVENTBRIDGE, us-west-2, true, true, events-fips.us-west-2.api.aws",
    "EVENTBRIDGE, us-gov-east-1, true, false, events.us-gov-east-1.amazonaws.com",
    "EVENTBRIDGE, us-gov-west-1, true, true, events-fips.us-gov-west-1.api.aws",
    "EVENTBRIDGE, us-iso-east-1, false, false, events.us-iso-east-1.c2s.ic.gov",
    "DYNAMODB, eu-central-1, false, false, dynamodb.eu-central-1.amazonaws.com",
    "DYNAMODB, us-east-1, true, false, dynamodb-fips.us-east-1.amazonaws.com",
  })
  void eachPartitionHasItsOwnAndFipsAndDualStackAreHonoured(
      AwsService service, String region, String fips, String dualStack, String host) {
    System.setProperty(FIPS, fips);
    System.setProperty(DUAL_STACK, dualStack);
    assertEquals(URI.create("https://" + host), service.endpoint(Region.of(region)));
  }

  @Test
  void aSettingOfTheServiceIsBeforeThatOfAll() {
    System.setProperty(FIPS, "true");
    System.setProperty(OF_ALL, "http://all:8000");
    System.setProperty(OF_LAMBDA, "http://lambda:8000");
    assertEquals(URI.create("http://lambda:8000"), AwsService.LAMBDA.endpoint(Region.EU_CENTRAL_1));
    assertEquals(
        URI.create("http://all:8000"), AwsService.EVENTBRIDGE.endpoint(Region.EU_CENTRAL_1));
  }
}
