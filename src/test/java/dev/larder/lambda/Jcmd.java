package dev.larder.lambda;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * What the JDK's {@code jcmd} tells of a JVM.
 *
 * @param status 0 where it does
 */
public record Jcmd(int status, String output) {

  public static Jcmd ask(long pid, String question) throws IOException, InterruptedException {
    Process jcmd =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(pid),
                question)
            .redirectErrorStream(true)
            .start();
    String output = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Jcmd(jcmd.waitFor(), output);
  }
}
