package dev.larder.bench;

import dev.larder.lambda.DeployedFunction;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A function that takes part: something that speaks to Lambda's Runtime API and answers {@link
 * Workload}'s requests.
 *
 * @param name what it is called in the table
 * @param version what it runs on and with, for the result's head
 * @param command what starts it
 * @param task its directory, Lambda's {@code /var/task}
 * @param handler the name of its handler
 * @param environment its own variables, besides those that every contestant gets
 * @param packageBytes the size of what would be uploaded
 */
record Contestant(
    String name,
    String version,
    List<String> command,
    Path task,
    String handler,
    Map<String, String> environment,
    long packageBytes) {

  /** Returns name and version, for the result's head. */
  String describe() {
    return name + ": " + version;
  }

  /** Returns its name as files have it. */
  String fileName() {
    return name.replaceAll("[^A-Za-z0-9]+", "-");
  }

  /** The same with these variables besides its own. */
  Contestant with(Map<String, String> more) {
    Map<String, String> all = new HashMap<>(environment);
    all.putAll(more);
    return new Contestant(name, version, command, task, handler, all, packageBytes);
  }

  /** The same once more, whose difference from itself is noise. */
  Contestant again() {
    return new Contestant(
        name + " again", version, command, task, handler, environment, packageBytes);
  }

  DeployedFunction start(String dynamoDbEndpoint, Path logs) {
    Map<String, String> all = new HashMap<>(environment);
    all.put("TABLE_NAME", Workload.TABLE);
    // Read by the SDKs of all languages.
    all.put("AWS_ENDPOINT_URL_DYNAMODB", dynamoDbEndpoint);
    all.put("AWS_EC2_METADATA_DISABLED", "true");
    Path log = logs.resolve(fileName() + ".log");
    return DeployedFunction.start(command, task, handler, all, log);
  }
}
