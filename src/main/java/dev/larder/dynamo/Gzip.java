package dev.larder.dynamo;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Bodies as records keep them: compressed, RFC 1952. */
public final class Gzip {
  /** More than Lambda carries. */
  private static final int MAX_BYTES = 8 << 20;

  private Gzip() {}

  public static byte[] zipped(byte[] body) {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream(body.length / 4 + 32);
    try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
      gzip.write(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return zipped.toByteArray();
  }

  /**
   * @throws UncheckedIOException where the bytes are not what {@link #zipped} made, or are those of
   *     more than any body can have
   */
  public static byte[] unzipped(byte[] zipped) {
    try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(zipped))) {
      byte[] body = gzip.readNBytes(MAX_BYTES + 1);
      if (body.length > MAX_BYTES) {
        throw new IOException("The decompressed body has more than " + MAX_BYTES + " bytes");
      }
      return body;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
