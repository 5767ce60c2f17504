package dev.larder.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateAdditionsTest {
  private static final String TEMPLATE =
      """
      AWSTemplateFormatVersion: "2010-09-09"
      Description: Larder
      Parameters:
        MemorySize: {Type: Number, Default: 1024}
      Resources:
        ItemsTable:
          Type: AWS::DynamoDB::Table
        Settings:
          Properties:
            Content: !Sub |
              MemorySize: ${MemorySize}
        Function:
          Type: AWS::Serverless::Function
          Properties:
            Timeout: 300
            Environment:
              Variables:
                TABLE_NAME: !Ref ItemsTable
            Policies:
            - Statement:
              - !If [A, {Effect: Allow}, !Ref AWS::NoValue]
            Events:
              Check: {Type: Schedule}
      Outputs:
        Url: {Value: !Sub 'https://${Api}'}
      """;

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("additions.yaml");
  }

  private String merged(String additions) throws IOException {
    Files.writeString(file, additions);
    return TemplateAdditions.read(file).addTo(TEMPLATE);
  }

  private void assertRefused(String message, String additions) {
    assertEquals(
        file + ":" + message,
        assertThrows(IllegalStateException.class, () -> merged(additions)).getMessage());
  }

  @Test
  void whatIsNewIsAddedWithTheFunctionsThatItCalls() throws IOException {
    String merged =
        merged(
            """
            Conditions:
              HasBucket: !Not [!Equals [!Ref Bucket, ""]]
            Resources:
              Photos:
                Type: AWS::S3::Bucket
                Properties:
                  BucketName: !Sub ${AWS::StackName}-photos
            Outputs:
              PhotosArn:
                Value: !GetAtt Photos.Arn
            """);
    for (String line :
        new String[] {
          "HasBucket: !Not [!Equals [!Ref 'Bucket', \"\"]]",
          "BucketName: !Sub '${AWS::StackName}-photos'",
          "Value: !GetAtt 'Photos.Arn'",
          "- !If [A, {Effect: Allow}, !Ref 'AWS::NoValue']"
        }) {
      assertTrue(merged.lines().anyMatch(there -> there.strip().equals(line)), merged);
    }
  }

  @Test
  void theFunctionGetsVariablesPoliciesEventsAndProperties() throws IOException {
    assertEquals(
        """
          Function:
            Type: AWS::Serverless::Function
            Properties:
              Timeout: 300
              Environment:
                Variables:
                  TABLE_NAME: !Ref 'ItemsTable'
                  COLOUR: !Ref 'Colour'
              Policies:
              - Statement:
                - !If [A, {Effect: Allow}, !Ref 'AWS::NoValue']
              - S3ReadPolicy: {BucketName: photos}
              Events:
                Check: {Type: Schedule}
                Nightly:
                  Type: Schedule
              Layers: [a]
        Outputs:
        """,
        merged(
                """
                Resources:
                  Function:
                    Type: AWS::Serverless::Function
                    Properties:
                      Environment:
                        Variables:
                          COLOUR: !Ref Colour
                      Policies:
                      - S3ReadPolicy: {BucketName: photos}
                      Events:
                        Nightly:
                          Type: Schedule
                      Layers: [a]
                """)
            .replaceFirst("(?s).*\n(?=  Function:)", "")
            .replaceFirst("(?s)(?<=Outputs:\n).*", ""));
  }

  @Test
  void aParameterIsOneOfTheSettingsThatMakeANewVersion() throws IOException {
    String merged =
        merged(
            """
            Parameters:
              Colour: {Type: String}
              Subnets: {Type: CommaDelimitedList}
              Secret: {Type: String, NoEcho: true}
              MemorySize: {Default: 2048}
            """);
    assertTrue(merged.contains("MemorySize: ${MemorySize}\n        Colour: ${Colour}\n"), merged);
    assertFalse(merged.contains("${Subnets}"), merged);
    assertFalse(merged.contains("${Secret}"), merged);
    assertTrue(merged.contains("MemorySize: {Type: Number, Default: 2048}"), merged);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "2: Resources.ItemsTable is Larder's own and cannot be changed"
            + "|Resources:\\n  ItemsTable: {Type: x}",
        "2: Outputs.Url is Larder's own and cannot be changed|Outputs:\\n  Url: {Value: x}",
        "2: Parameters.MemorySize.Type is Larder's own and cannot be changed"
            + "|Parameters:\\n  MemorySize: {Type: String}",
        "4: Resources.Function.Properties.Timeout is Larder's own and cannot be changed"
            + "|Resources:\\n  Function:\\n    Properties:\\n      Timeout: 10",
        "2: Resources.Function.Properties.Environment.Variables.TABLE_NAME is Larder's own and"
            + " cannot be changed|Resources:\\n"
            + "  Function: {Properties: {Environment: {Variables: {TABLE_NAME: x}}}}",
        "1: AWSTemplateFormatVersion is Larder's own and cannot be changed"
            + "|AWSTemplateFormatVersion: x",
        "1: Resource is no section of a template; sections are Parameters, Metadata, Rules,"
            + " Mappings, Conditions, Resources, Outputs|Resource: {}",
        "2: a name is there twice in Outputs|Outputs: {a: 1,\\n  a: 2}",
        "1: Resources must be a mapping|Resources: []",
        "1: mapping values are not allowed here|Outputs: a: b"
      })
  void aClashOrAnUnknownPlaceIsNamedWithItsLine(String message, String additions) {
    assertRefused(message, additions.replace("\\n", "\n"));
  }

  @Test
  void aFileThatSaysNothingChangesNothing() throws IOException {
    assertEquals(
        TEMPLATE.replaceAll("[\\s']", ""), merged("Resources: {}").replaceAll("[\\s']", ""));
  }
}
